"""Countries as lead files write them, brought to their codes of ISO 3166-1 alpha-2.

The codes and English names are those of ISO 3166-1; the other names are the countries' own and
those that exporters and people write.
"""

import unicodedata
from functools import lru_cache
from typing import Final

_TABLE: Final = """\
AD AND Andorra
AE ARE United Arab Emirates|UAE|Emirates|الإمارات
AF AFG Afghanistan
AG ATG Antigua and Barbuda
AI AIA Anguilla
AL ALB Albania|Shqipëria
AM ARM Armenia
AO AGO Angola
AQ ATA Antarctica
AR ARG Argentina
AS ASM American Samoa
AT AUT Austria|Österreich|Oesterreich|Autriche
AU AUS Australia
AW ABW Aruba
AX ALA Åland Islands|Aland
AZ AZE Azerbaijan
BA BIH Bosnia and Herzegovina|Bosnia|Bosna i Hercegovina
BB BRB Barbados
BD BGD Bangladesh
BE BEL Belgium|België|Belgie|Belgique|Belgien
BF BFA Burkina Faso
BG BGR Bulgaria|България
BH BHR Bahrain
BI BDI Burundi
BJ BEN Benin
BL BLM Saint Barthélemy
BM BMU Bermuda
BN BRN Brunei Darussalam|Brunei
BO BOL Bolivia, Plurinational State of|Bolivia
BQ BES Bonaire, Sint Eustatius and Saba|Caribbean Netherlands|Bonaire
BR BRA Brazil|Brasil
BS BHS Bahamas
BT BTN Bhutan
BV BVT Bouvet Island
BW BWA Botswana
BY BLR Belarus|Беларусь
BZ BLZ Belize
CA CAN Canada
CC CCK Cocos (Keeling) Islands
CD COD Congo, the Democratic Republic of the|Democratic Republic of the Congo|DR Congo|DRC\
|Congo-Kinshasa
CF CAF Central African Republic
CG COG Congo|Republic of the Congo|Congo-Brazzaville
CH CHE Switzerland|Schweiz|Suisse|Svizzera|Svizra
CI CIV Côte d'Ivoire|Ivory Coast
CK COK Cook Islands
CL CHL Chile
CM CMR Cameroon|Cameroun
CN CHN China|People's Republic of China|PRC|Mainland China|中国|中國
CO COL Colombia
CR CRI Costa Rica
CU CUB Cuba
CV CPV Cabo Verde|Cape Verde
CW CUW Curaçao
CX CXR Christmas Island
CY CYP Cyprus|Κύπρος
CZ CZE Czechia|Czech Republic|Česko|Česká republika|Tschechien
DE DEU Germany|Deutschland|Federal Republic of Germany|Allemagne|Alemania|Germania|BRD
DJ DJI Djibouti
DK DNK Denmark|Danmark|Dänemark
DM DMA Dominica
DO DOM Dominican Republic|República Dominicana
DZ DZA Algeria|Algérie
EC ECU Ecuador
EE EST Estonia|Eesti
EG EGY Egypt|مصر
EH ESH Western Sahara
ER ERI Eritrea
ES ESP Spain|España|Espana|Spanien|Espagne
ET ETH Ethiopia
FI FIN Finland|Suomi
FJ FJI Fiji
FK FLK Falkland Islands (Malvinas)|Falkland Islands
FM FSM Micronesia, Federated States of|Micronesia
FO FRO Faroe Islands|Føroyar
FR FRA France|Frankreich|Francia
GA GAB Gabon
GB GBR United Kingdom|UK|U.K.|Great Britain|Britain|England|Scotland|Wales|Northern Ireland\
|United Kingdom of Great Britain and Northern Ireland|Großbritannien|Vereinigtes Königreich\
|Royaume-Uni|Reino Unido
GD GRD Grenada
GE GEO Georgia
GF GUF French Guiana
GG GGY Guernsey
GH GHA Ghana
GI GIB Gibraltar
GL GRL Greenland
GM GMB Gambia
GN GIN Guinea
GP GLP Guadeloupe
GQ GNQ Equatorial Guinea
GR GRC Greece|Ελλάδα|Hellas|Griechenland
GS SGS South Georgia and the South Sandwich Islands
GT GTM Guatemala
GU GUM Guam
GW GNB Guinea-Bissau
GY GUY Guyana
HK HKG Hong Kong|Hong Kong SAR|Hongkong|香港
HM HMD Heard Island and McDonald Islands
HN HND Honduras
HR HRV Croatia|Hrvatska|Kroatien
HT HTI Haiti
HU HUN Hungary|Magyarország|Ungarn
ID IDN Indonesia
IE IRL Ireland|Republic of Ireland|Éire|Irland
IL ISR Israel|ישראל
IM IMN Isle of Man
IN IND India|Bharat|भारत
IO IOT British Indian Ocean Territory
IQ IRQ Iraq
IR IRN Iran, Islamic Republic of|Iran
IS ISL Iceland|Ísland
IT ITA Italy|Italia|Italien|Italie
JE JEY Jersey
JM JAM Jamaica
JO JOR Jordan
JP JPN Japan|日本|Nippon
KE KEN Kenya
KG KGZ Kyrgyzstan
KH KHM Cambodia
KI KIR Kiribati
KM COM Comoros
KN KNA Saint Kitts and Nevis
KP PRK Korea, Democratic People's Republic of|North Korea
KR KOR Korea, Republic of|South Korea|Korea|Republic of Korea|대한민국|한국
KW KWT Kuwait
KY CYM Cayman Islands
KZ KAZ Kazakhstan|Қазақстан|Казахстан
LA LAO Lao People's Democratic Republic|Laos
LB LBN Lebanon
LC LCA Saint Lucia
LI LIE Liechtenstein
LK LKA Sri Lanka
LR LBR Liberia
LS LSO Lesotho
LT LTU Lithuania|Lietuva
LU LUX Luxembourg|Luxemburg
LV LVA Latvia|Latvija
LY LBY Libya
MA MAR Morocco|Maroc|المغرب
MC MCO Monaco
MD MDA Moldova, Republic of|Moldova
ME MNE Montenegro|Crna Gora
MF MAF Saint Martin (French part)|Saint Martin
MG MDG Madagascar
MH MHL Marshall Islands
MK MKD North Macedonia|Macedonia|FYROM
ML MLI Mali
MM MMR Myanmar|Burma
MN MNG Mongolia
MO MAC Macao|Macau|Macao SAR|澳門
MP MNP Northern Mariana Islands
MQ MTQ Martinique
MR MRT Mauritania
MS MSR Montserrat
MT MLT Malta
MU MUS Mauritius
MV MDV Maldives
MW MWI Malawi
MX MEX Mexico|México
MY MYS Malaysia
MZ MOZ Mozambique|Moçambique
NA NAM Namibia
NC NCL New Caledonia
NE NER Niger
NF NFK Norfolk Island
NG NGA Nigeria
NI NIC Nicaragua
NL NLD Netherlands|The Netherlands|Holland|Nederland|Niederlande|Pays-Bas|Kingdom of the Netherlands
NO NOR Norway|Norge|Noreg|Norwegen
NP NPL Nepal
NR NRU Nauru
NU NIU Niue
NZ NZL New Zealand|Aotearoa
OM OMN Oman
PA PAN Panama|Panamá
PE PER Peru|Perú
PF PYF French Polynesia
PG PNG Papua New Guinea
PH PHL Philippines|The Philippines|Pilipinas
PK PAK Pakistan
PL POL Poland|Polska|Polen|Pologne
PM SPM Saint Pierre and Miquelon
PN PCN Pitcairn
PR PRI Puerto Rico
PS PSE Palestine, State of|Palestine|Palestinian Territories
PT PRT Portugal
PW PLW Palau
PY PRY Paraguay
QA QAT Qatar
RE REU Réunion
RO ROU Romania|România|Rumänien
RS SRB Serbia|Srbija|Србија
RU RUS Russian Federation|Russia|Россия|Российская Федерация
RW RWA Rwanda
SA SAU Saudi Arabia|KSA|Kingdom of Saudi Arabia|السعودية
SB SLB Solomon Islands
SC SYC Seychelles
SD SDN Sudan
SE SWE Sweden|Sverige|Schweden
SG SGP Singapore|新加坡
SH SHN Saint Helena, Ascension and Tristan da Cunha|Saint Helena
SI SVN Slovenia|Slovenija|Slowenien
SJ SJM Svalbard and Jan Mayen
SK SVK Slovakia|Slovensko|Slovak Republic|Slowakei
SL SLE Sierra Leone
SM SMR San Marino
SN SEN Senegal|Sénégal
SO SOM Somalia
SR SUR Suriname
SS SSD South Sudan
ST STP Sao Tome and Principe|São Tomé and Príncipe
SV SLV El Salvador
SX SXM Sint Maarten (Dutch part)|Sint Maarten
SY SYR Syrian Arab Republic|Syria
SZ SWZ Eswatini|Swaziland
TC TCA Turks and Caicos Islands
TD TCD Chad
TF ATF French Southern Territories
TG TGO Togo
TH THA Thailand|ประเทศไทย|ไทย
TJ TJK Tajikistan
TK TKL Tokelau
TL TLS Timor-Leste|East Timor
TM TKM Turkmenistan
TN TUN Tunisia|Tunisie
TO TON Tonga
TR TUR Türkiye|Turkey|Türkei
TT TTO Trinidad and Tobago|Trinidad
TV TUV Tuvalu
TW TWN Taiwan, Province of China|Taiwan|臺灣|台灣|台湾
TZ TZA Tanzania, United Republic of|Tanzania
UA UKR Ukraine|Україна|Украина
UG UGA Uganda
UM UMI United States Minor Outlying Islands
US USA United States of America|United States|U.S.|U.S.A.|The United States\
|The United States of America|America|Vereinigte Staaten|Vereinigte Staaten von Amerika\
|États-Unis|Estados Unidos|EE. UU.|EEUU
UY URY Uruguay
UZ UZB Uzbekistan
VA VAT Holy See|Vatican City|Vatican
VC VCT Saint Vincent and the Grenadines
VE VEN Venezuela, Bolivarian Republic of|Venezuela
VG VGB Virgin Islands, British|British Virgin Islands
VI VIR Virgin Islands, U.S.|US Virgin Islands|U.S. Virgin Islands
VN VNM Viet Nam|Vietnam|Việt Nam
VU VUT Vanuatu
WF WLF Wallis and Futuna
WS WSM Samoa
XK XKX Kosovo
YE YEM Yemen
YT MYT Mayotte
ZA ZAF South Africa|RSA
ZM ZMB Zambia
ZW ZWE Zimbabwe
"""

_FORMAL: Final = {
    "BO": "Bolivia", "CD": "DR Congo", "FK": "Falkland Islands", "FM": "Micronesia", "IR": "Iran",
    "KP": "North Korea", "KR": "South Korea", "LA": "Laos", "MD": "Moldova", "MF": "Saint Martin",
    "PS": "Palestine", "RU": "Russia", "SH": "Saint Helena", "SX": "Sint Maarten", "SY": "Syria",
    "TW": "Taiwan", "TZ": "Tanzania", "US": "United States", "VE": "Venezuela", "VN": "Vietnam",
    "VG": "British Virgin Islands", "VI": "US Virgin Islands", "BN": "Brunei",
    "BQ": "Caribbean Netherlands", "CC": "Cocos Islands",
}  # fmt: skip
"""What people call those whose name in the standard is a formal one."""

_GENERIC_USE_TEXT: Final = """
ac ad ag ai am as bz cc cd co cx dj fm gg gl gs im in io is je la li ly me ms mu nu pn pw re sc
sh so st sx tc tk tm to tv vc vg vu ws
"""
_GENERIC_USE: Final = frozenset(_GENERIC_USE_TEXT.split())
"""Top-level domains of countries that the whole world registers names in. They say nothing."""

_SPECIAL: Final = {
    "uk": "GB",
    "xn--p1ai": "RU",
    "xn--e1a4c": "",  # .ею, of the European Union
    "xn--90ae": "BG",
    "xn--j1amh": "UA",
    "xn--fiqs8s": "CN",
    "xn--fiqz9s": "CN",
    "xn--90a3ac": "RS",
    "xn--qxam": "GR",
    "xn--wgbh1c": "EG",
    "xn--h2brj9c": "IN",
    "xn--mgbaam7a8h": "AE",
    "xn--mgberp4a5d4ar": "SA",
    "xn--3e0b707e": "KR",
    "xn--o3cw4h": "TH",
}
"""Top-level domains of countries that are not the country's code."""

_SHORT_NAMES: Final = frozenset({"usa", "uk", "uae"})
"""Short forms of countries that no state or province has."""

_LONGEST_NAME: Final = 80


def country_code(text: str) -> str:
    """The code of the country that `text` names: "Germany", "deutschland", "DEU" and "de" are "DE".

    Returns:
        ISO 3166-1 alpha-2 in capitals, "" when it names none. Never raises.
    """
    if len(text) > _LONGEST_NAME:
        return ""
    codes = _codes()
    code = codes.get(_plain(text), "")
    if not code and "," in text:  # "Berlin, Germany" is a place; its last part says the country
        last = _plain(text.rpartition(",")[2])
        # But "Wilmington, DE" and "Atlanta, Georgia" are in the United States.
        if last in _SHORT_NAMES or (len(last) > 3 and last != "georgia"):
            code = codes.get(last, "")
    return code


def country_of_host(host: str) -> str:
    """The code of the country whose top-level domain a host name has, "" when it has none.

    Domains of countries that are in use all over the world (.io, .ai, .co, .me, .tv) say nothing.
    """
    top = host.rpartition(".")[2]
    if top in _SPECIAL:
        return _SPECIAL[top]
    if len(top) != 2 or top in _GENERIC_USE:
        return ""
    code = top.upper()
    return code if code in _names() else ""


def name_of(code: str) -> str:
    """The English name of a country; the code itself when it is none."""
    return _names().get(code.upper(), code)


def all_countries() -> tuple[tuple[str, str], ...]:
    """Every country as (code, English name), sorted by name."""
    return tuple(sorted(_names().items(), key=lambda pair: _plain(pair[1])))


@lru_cache(maxsize=1)
def _names() -> dict[str, str]:
    """English names by code."""
    names = {line[:2]: line[7:].partition("|")[0] for line in _TABLE.splitlines()}
    return names | _FORMAL


@lru_cache(maxsize=1)
def _codes() -> dict[str, str]:
    """Codes by every name, and by both codes, all in the form of `_plain`."""
    codes: dict[str, str] = {}
    for line in _TABLE.splitlines():
        code = line[:2]
        for name in (code, line[3:6], _FORMAL.get(code, ""), *line[7:].split("|")):
            codes.setdefault(_plain(name), code)
    del codes[""]
    return codes


def _plain(name: str) -> str:
    """Letters and digits of any script, without case, accents and "the"."""
    folded = unicodedata.normalize("NFKD", name.replace("&", " and ")).casefold()
    text = "".join(c if c.isalnum() else " " if c in " -/_" else "" for c in folded)
    return " ".join(word for word in text.split() if word != "the")
