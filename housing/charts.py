"""Charts (diagrammer): drawn on the server by Vega-Lite, told in words, and with the table behind them."""

import base64
from dataclasses import dataclass, replace

FONT = "Inter, Liberation Sans, DejaVu Sans, sans-serif"
INK = "#1e2b3c"
FIRST_COLOUR, SECOND_COLOUR = "#0062ba", "#b45309"
SCHEMA = "https://vega.github.io/schema/vega-lite/v5.json"
CONFIG = {
    "font": FONT,
    "view": {"stroke": None},
    "axis": {"labelColor": INK, "titleColor": INK, "labelFontSize": 11, "titleFontSize": 11, "gridColor": "#d7dde5"},
    "legend": {"labelColor": INK, "labelFontSize": 11, "title": None, "orient": "top"},
    "text": {"font": FONT},
}


@dataclass(frozen=True)
class Chart:
    """One chart: the drawing as a Vega-Lite specification, the same in words, and the same as a table."""

    title: str
    description: str
    specification: dict
    headings: list[str]
    rows: list[list[str]]
    image: str = ""

    def svg(self) -> str:
        import vl_convert  # slow to load: not before something is drawn

        return vl_convert.vegalite_to_svg({"$schema": SCHEMA, "config": CONFIG} | self.specification)

    def drawn(self) -> "Chart":
        """With its image as a data address."""
        address = "data:image/svg+xml;base64," + base64.b64encode(self.svg().encode()).decode()
        return replace(self, image=address)
