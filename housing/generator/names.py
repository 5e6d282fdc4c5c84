"""What the people of the municipality are called: common names of several cultures, joined at random.

A family name follows how the culture uses it: a father's and grandfather's names (Eritrean, Somali),
a form for women (Polish, Lithuanian, Ukrainian), or one name for all.
"""

from dataclasses import dataclass
from random import Random


@dataclass(frozen=True)
class Culture:
    """Names, the language an interpreter would be asked for, and how often one is needed."""

    female: tuple[str, ...]
    male: tuple[str, ...]
    family: tuple[str, ...]
    female_family: tuple[str, ...] = ()
    interpreter_language: str = ""
    interpreter_share: float = 0.0
    has_fathers_name: bool = False


def _names(text: str) -> tuple[str, ...]:
    return tuple(text.split())


NORWEGIAN = Culture(
    _names(
        "Ingrid Nora Emma Ida Sara Maja Thea Frida Julie Marie Silje Camilla Kristin Monica Lene Trine Siv "
        "Gunn Randi Bjørg Solveig Astrid Aud Gerd Tone Anita Marianne Stine Hanne Vilde Sofie Amalie Oda "
        "Mia Live Jenny Synne Unni Berit Laila Eva Karoline Tuva Selma Ragnhild Torunn Ylva Åshild Kjersti"
    ),
    _names(
        "Jakob Emil Noah Oliver Lucas Filip Henrik Magnus Sander Mathias Kristian Andreas Thomas Martin "
        "Kenneth Frode Espen Øyvind Ørjan Kjell Odd Arne Leif Torbjørn Svein Trond Rune Stig Dag Vidar "
        "Asbjørn Eirik Håkon Sindre Jonas Marius Daniel Simen Tobias Ola Halvor Amund Vetle Even Aksel Åge"
    ),
    _names(
        "Andersen Johansen Kristiansen Olsen Halvorsen Eriksen Danielsen Tangen Solberg Haugen Moen Bakken "
        "Lunde Hagen Strand Dahl Lie Myrvold Ødegård Nygård Fossum Kvam Sæther Ruud Hauge Brekke Rønning "
        "Aune Sandnes Tveit Aasen Viken Engen Vik Bråten Grønli Holm Ås Nordby Sletten Kleven Skaar Løken "
        "Sundby Vangen Rustad Elvestad Tønnesen Gulliksen Evensen Simonsen Isaksen Amundsen Ottesen Østby"
    ),
)
SAMI = Culture(
    _names("Inga Máret Elle Ristin Biret Áile Sunná Láilá Risten Gáddjá"),
    _names("Ánte Niillas Mihkkal Áilu Jovnna Isak Lásse Máhtte Heaika Sámmol"),
    _names("Sara Gaup Hætta Utsi Eira Buljo Somby Valkeapää Skum Oskal Bær Kemi"),
    interpreter_language="nordsamisk",
    interpreter_share=0.05,
)
POLISH = Culture(
    _names("Agnieszka Katarzyna Magdalena Joanna Ewa Zuzanna Hanna Aleksandra Beata Dorota Julia Małgorzata"),
    _names("Piotr Tomasz Paweł Marcin Krzysztof Łukasz Michał Jakub Adam Wojciech Szymon Grzegorz"),
    _names("Kowalski Wiśniewski Wójcik Kamiński Lewandowski Zieliński Szymański Nowak Mazur Pawlak Dąbrowski"),
    _names("Kowalska Wiśniewska Wójcik Kamińska Lewandowska Zielińska Szymańska Nowak Mazur Pawlak Dąbrowska"),
    interpreter_language="polsk",
    interpreter_share=0.45,
)
LITHUANIAN = Culture(
    _names("Rasa Jurgita Daiva Eglė Ieva Gabija Austėja Ugnė"),
    _names("Mindaugas Darius Tomas Andrius Lukas Matas Jonas Nojus"),
    _names("Kazlauskas Petrauskas Jankauskas Stankevičius Butkus Žukauskas"),
    _names("Kazlauskienė Petrauskienė Jankauskienė Stankevičienė Butkienė Žukauskienė"),
    interpreter_language="litauisk",
    interpreter_share=0.4,
)
SOMALI = Culture(
    _names("Ayaan Fadumo Hodan Sahra Khadra Ifrah Nasra Hibo Safiya Deqa Zamzam Ubah Sumaya Amina"),
    _names("Abdirahman Mohamud Hassan Ali Yusuf Ismail Omar Khalid Ahmed Liban Guled Abdullahi Bilal Farah"),
    _names("Warsame Jama Nur Abdi Aden Hersi Samatar Egal Dirie Mohamed Yusuf Hussein Osman Ibrahim Gedi"),
    interpreter_language="somali",
    interpreter_share=0.5,
    has_fathers_name=True,
)
ERITREAN = Culture(
    _names("Selam Helen Miriam Rahel Senait Bisrat Luwam Yordanos Semhar Feven Winta Saba Abrehet"),
    _names("Filmon Yonas Tesfay Samuel Habtom Amanuel Robel Merhawi Kidane Berhane Natnael Efrem Mussie"),
    _names("Tekle Haile Gebremedhin Kiflom Abraha Weldu Tesfamariam Ghebre Zerai Araya Mehari Fessehaye"),
    interpreter_language="tigrinja",
    interpreter_share=0.6,
    has_fathers_name=True,
)
SYRIAN = Culture(
    _names("Rima Hala Nour Rasha Lina Yara Maha Layla Salma Samira Dima Hanin Amal Farah"),
    _names("Ahmad Omar Khaled Mahmoud Bassam Yazan Rami Tarek Anas Hadi Karim Ziad Adnan Majd"),
    _names("Haddad Khoury Darwish Kassem Sabbagh Najjar Hamdan Issa Shami Halabi Mansour Aswad Qassar"),
    interpreter_language="arabisk",
    interpreter_share=0.6,
)
KURDISH = Culture(
    _names("Shilan Rojin Berivan Dilan Avin Hêvî Zilan Nesrin Gulistan Perwin"),
    _names("Azad Rebwar Hiwa Soran Diyar Baran Dilshad Rojhat Serwan Kawa"),
    _names("Barzan Zangana Aziz Karim Rashid Hamawand Sherzad Omer Jaff Demir Yıldız"),
    interpreter_language="kurdisk (sorani)",
    interpreter_share=0.45,
)
AFGHAN = Culture(
    _names("Zahra Fatima Maryam Shabnam Parwana Nargis Soraya Laila Zohra Freshta"),
    _names("Mustafa Ali Reza Mohammad Jawad Hamid Najib Farid Mahdi Rahmat Habib Esmatullah"),
    _names("Rahimi Haidari Ahmadi Sultani Hashimi Nazari Rezai Amiri Yousufi Karimi Akbari Mohammadi"),
    interpreter_language="dari",
    interpreter_share=0.5,
)
UKRAINIAN = Culture(
    _names("Oksana Olena Iryna Natalia Kateryna Yuliia Tetiana Svitlana Daryna Sofiia Anastasiia Mariia"),
    _names("Andrii Oleksandr Serhii Dmytro Maksym Mykola Bohdan Vasyl Artem Ivan Tymofii Denys"),
    _names("Kovalenko Bondarenko Tkachenko Shevchuk Kravchenko Melnyk Oliinyk Lysenko Savchenko Hrytsenko"),
    interpreter_language="ukrainsk",
    interpreter_share=0.7,
)
VIETNAMESE = Culture(
    _names("Thi Lan Hương Mai Linh Ngọc Thảo Hạnh Vy Trang Kim"),
    _names("Minh Tuấn Hùng Dũng Long Quang Huy Khoa Đức Nam"),
    _names("Nguyễn Trần Lê Phạm Huỳnh Võ Đặng Bùi Đỗ Ngô"),
    interpreter_language="vietnamesisk",
    interpreter_share=0.35,
)
TURKISH = Culture(
    _names("Ayşe Fatma Emine Elif Zeynep Esra Merve Hatice Gül Derya"),
    _names("Mehmet Mustafa Ahmet Murat Hüseyin Emre Kemal Yusuf Can Serkan"),
    _names("Yılmaz Kaya Demir Şahin Çelik Öztürk Arslan Doğan Aydın Koç"),
    interpreter_language="tyrkisk",
    interpreter_share=0.25,
)
PAKISTANI = Culture(
    _names("Ayesha Sana Hina Nadia Rabia Iqra Saima Mehwish"),
    _names("Usman Imran Bilal Faisal Asad Kamran Hamza Tariq"),
    _names("Malik Butt Chaudhry Mirza Qureshi Sheikh Iqbal Raja"),
    interpreter_language="urdu",
    interpreter_share=0.2,
)
CONGOLESE = Culture(
    _names("Esther Furaha Neema Riziki Espérance Bahati Rehema Divine"),
    _names("Innocent Patrick Baraka Amani Moïse Christian Fiston Daniel"),
    _names("Mukamba Bisimwa Kabongo Ilunga Mbuyi Kasongo Amisi Byamungu"),
    interpreter_language="swahili",
    interpreter_share=0.6,
)

CULTURES = {
    "norwegian": NORWEGIAN,
    "sami": SAMI,
    "polish": POLISH,
    "lithuanian": LITHUANIAN,
    "somali": SOMALI,
    "eritrean": ERITREAN,
    "syrian": SYRIAN,
    "kurdish": KURDISH,
    "afghan": AFGHAN,
    "ukrainian": UKRAINIAN,
    "vietnamese": VIETNAMESE,
    "turkish": TURKISH,
    "pakistani": PAKISTANI,
    "congolese": CONGOLESE,
}


def given_name(rng: Random, culture: Culture, sex: str) -> str:
    pool = culture.female if sex == "female" or (sex == "other" and rng.random() < 0.5) else culture.male
    first = rng.choice(pool)
    if culture is NORWEGIAN and rng.random() < 0.12:
        second = rng.choice(pool)
        return first if second == first else f"{first} {second}"
    return first


def family_name(rng: Random, culture: Culture, sex: str) -> str:
    """A family name as a person of this sex bears it; relatives share its place in the list."""
    return bear(culture, rng.randrange(len(culture.family)), rng.randrange(len(culture.male)), sex)


def bear(culture: Culture, family: int, father: int, sex: str) -> str:
    if culture.has_fathers_name:
        return f"{culture.male[father]} {culture.family[family]}"
    if culture.female_family and sex == "female":
        return culture.female_family[family]
    return culture.family[family]
