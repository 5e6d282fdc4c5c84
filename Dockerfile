# The production image: web, worker and scheduler are the same image with different commands.

FROM node:22-slim AS styles
WORKDIR /program
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --no-audit --no-fund

FROM python:3.12-slim AS program
ENV PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
# WeasyPrint draws with Pango; the rest is typefaces for the PDFs.
RUN apt-get update \
    && apt-get install -y --no-install-recommends \
        libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-inter fonts-dejavu-core \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --create-home --uid 10001 program
WORKDIR /program
COPY requirements/base.txt requirements/base.txt
RUN pip install --require-hashes -r requirements/base.txt
COPY . .
COPY --from=styles /program/node_modules node_modules
# Collected with throwaway values: none of them reaches the image's environment.
RUN python script/compile_texts.py && DJANGO_ENV=production ALLOWED_HOSTS=build SECRET_KEY=only-while-the-image-is-built-xxxxxxxxxxxxxxxxxxxxxxxx \
    DATABASE_URL=postgres://build@build/build REDIS_URL=redis://build \
    python manage.py collectstatic --noinput --verbosity 0 \
    && mkdir -p var/files && chown -R program var
USER program
ENV DJANGO_ENV=production
VOLUME /program/var/files
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/helse/', timeout=4)"]
CMD ["gunicorn", "housing.wsgi", "--bind", "0.0.0.0:8000", "--workers", "3", "--threads", "4", "--timeout", "60", "--no-control-socket"]
