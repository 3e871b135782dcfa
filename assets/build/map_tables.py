"""Who is who on the map: nation keys, disputed areas, anchors and sites. Edited by hand.

Coordinates are degrees (longitude, latitude). Sites are given to about a tenth of a degree, enough for
a world map; `generic` marks a stand-in for an industry that is spread over a country.
"""

from __future__ import annotations

# Members of the European Union in 2010: 27, the United Kingdom among them, Croatia (2013) not yet.
# Overseas parts that the atlas draws with the member (French Guiana, Réunion) count; overseas
# countries and territories outside the Union (Greenland, New Caledonia, Falklands) do not.
EU_2010 = (
    "AUT BEL BGR CYP CZE DEU DNK ESP EST FIN FRA GBR GRC HUN IRL ITA LTU LUX LVA MLT NLD POL PRT ROU SVK"
    " SVN SWE ALA"
)

# Everything that is not named here belongs to `row`, the rest of the world.
NATIONS = {
    "china": "CHN HKG MAC",
    "usa": "USA PRI GUM VIR ASM MNP",
    "japan": "JPN",
    "australia": "AUS ATC IOA NFK HMD",
    "eu": EU_2010,
    "korea": "KOR",
    "india": "IND",
    "malaysia": "MYS",
    "myanmar": "MMR",
}

# Areas that the atlas draws separately and whose status governments dispute.
DISPUTED = "ESH PSE XKX SOL CYN KAS FLK TWN IOT"

# Parts of a country in the atlas that are disputed: taken out of the countries named, by a rough outline
# which is generous where an existing border or coast bounds the area.
CARVED = {
    "x-crimea": (
        "UKR",
        [
            (32.2, 44.2), (36.8, 44.2), (36.8, 45.7), (35.1, 45.8), (34.6, 46.1), (33.7, 46.15),
            (33.3, 45.95), (32.2, 45.75),
        ],
    ),
    "x-essequibo": (
        "GUY",
        [
            (-58.5, 7.4), (-58.55, 6.6), (-58.65, 6.2), (-58.6, 5.4), (-58.45, 4.7), (-58.7, 4.0),
            (-59.0, 3.3), (-59.2, 2.4), (-58.7, 1.0), (-60.5, 1.0), (-61.9, 5.0), (-61.0, 8.8), (-59.0, 8.6),
        ],
    ),
    "x-kashmir": (
        "IND PAK CHN KAS",
        [
            (75.35, 32.28), (74.7, 32.45), (74.3, 32.8), (73.7, 33.05), (73.6, 33.5), (73.5, 34.0),
            (73.4, 34.4), (73.75, 34.75), (74.05, 35.15), (73.3, 35.45), (72.7, 35.9), (72.5, 36.15),
            (72.65, 36.35), (73.3, 36.72), (73.7, 36.95), (74.6, 37.15), (75.4, 36.95), (76.2, 36.75),
            (76.9, 36.5), (77.8, 35.9), (78.3, 36.05), (79.1, 35.95), (79.6, 35.75), (80.2, 35.5),
            (80.25, 35.2), (79.9, 34.9), (79.55, 34.5), (79.1, 34.2), (78.75, 33.85), (79.1, 33.3),
            (79.55, 32.75), (79.2, 32.4), (78.5, 32.55), (77.75, 32.95), (77.0, 32.95), (76.75, 33.2),
            (76.3, 33.05), (75.9, 32.85), (75.85, 32.5),
        ],
    ),
    "x-eastern-himalaya": (
        "IND",
        [
            (91.4, 28.2), (91.6, 27.5), (92.05, 26.85), (92.7, 26.95), (93.4, 27.0), (93.9, 27.2),
            (94.4, 27.6), (95.0, 27.9), (95.8, 28.0), (96.3, 27.85), (96.9, 27.6), (97.6, 27.7),
            (97.8, 28.6), (96.5, 29.8), (94.0, 29.6), (92.5, 28.4),
        ],
    ),
    "x-southern-kurils": (
        "RUS",
        [
            (145.3, 43.2), (147.2, 43.2), (149.2, 45.3), (148.6, 45.8), (146.5, 45.2), (145.3, 44.4),
        ],
    ),
}  # fmt: skip

# nation: (hub, where trade arcs start and end; label, where the nation's name fits)
ANCHORS = {
    "china": ((108.0, 33.5), (101.0, 36.0)),
    "usa": ((-98.0, 39.0), (-99.0, 41.5)),
    "japan": ((138.3, 36.2), (148.0, 38.0)),
    "australia": ((134.0, -25.5), (134.0, -25.0)),
    "eu": ((9.5, 50.0), (9.0, 54.0)),
    "korea": ((127.9, 36.4), (128.5, 31.0)),
    "india": ((78.5, 22.0), (78.5, 20.0)),
    "malaysia": ((102.3, 3.9), (101.0, -3.0)),
    "myanmar": ((96.2, 21.2), (91.5, 15.0)),
    # The rest of the world is no place: its anchor lies in the open South Atlantic.
    "row": ((-18.0, -18.0), (-18.0, -22.0)),
}

# id: (nation, kind, lon, lat, generic, English, Chinese)
SITES = {
    "bayan_obo": ("china", "mine", 109.97, 41.77, False, "Bayan Obo", "白云鄂博"),
    "baotou": ("china", "light_separation", 109.84, 40.66, False, "Baotou", "包头"),
    "mianning": ("china", "mine", 101.98, 28.45, False, "Mianning", "冕宁"),
    "ganzhou": ("china", "heavy_separation", 114.93, 25.83, False, "Ganzhou", "赣州"),
    "ningbo": ("china", "magnet_plant", 121.55, 29.87, False, "Ningbo", "宁波"),
    "mountain_pass": ("usa", "mine", -115.53, 35.48, False, "Mountain Pass", "芒廷帕斯"),
    "fort_worth": ("usa", "magnet_plant", -97.29, 32.98, False, "Fort Worth", "沃思堡"),
    "osaka": ("japan", "magnet_plant", 135.50, 34.69, True, "Osaka", "大阪"),
    "saitama": ("japan", "magnet_plant", 139.39, 36.10, True, "Saitama", "埼玉"),
    "mount_weld": ("australia", "mine", 122.55, -28.86, False, "Mount Weld", "韦尔德山"),
    "kalgoorlie": ("australia", "light_separation", 121.47, -30.75, False, "Kalgoorlie", "卡尔古利"),
    "eneabba": ("australia", "heavy_separation", 115.27, -29.82, False, "Eneabba", "埃尼巴"),
    "silmet": ("eu", "light_separation", 27.76, 59.40, False, "Sillamäe", "锡拉迈埃"),
    "la_rochelle": ("eu", "heavy_separation", -1.05, 46.18, False, "La Rochelle", "拉罗谢尔"),
    "hanau": ("eu", "magnet_plant", 8.92, 50.13, False, "Hanau", "哈瑙"),
    "korea_works": ("korea", "magnet_plant", 128.60, 35.87, True, "Daegu", "大邱"),
    "odisha": ("india", "mine", 84.98, 19.36, False, "Odisha", "奥里萨"),
    "aluva": ("india", "light_separation", 76.35, 10.11, False, "Aluva", "阿卢瓦"),
    "kuantan": ("malaysia", "light_separation", 103.38, 3.99, False, "Kuantan", "关丹"),
    "kachin": ("myanmar", "mine", 98.40, 25.90, False, "Kachin", "克钦"),
    "solikamsk": ("row", "light_separation", 56.77, 59.63, False, "Solikamsk", "索利卡姆斯克"),
    "serra_verde": ("row", "mine", -48.22, -13.53, False, "Serra Verde", "塞拉韦尔迪"),
    "steenkampskraal": ("row", "mine", 18.60, -31.00, False, "Steenkampskraal", "斯廷坎普斯克拉尔"),
    "dong_pao": ("row", "mine", 103.55, 22.30, False, "Dong Pao", "东保"),
    "sareco": ("row", "mine", 71.90, 52.35, False, "Stepnogorsk", "斯捷普诺戈尔斯克"),
    "kvanefjeld": ("row", "mine", -45.60, 61.10, False, "Kvanefjeld", "克瓦讷山"),
    "nolans": ("australia", "mine", 133.24, -22.58, False, "Nolans", "诺兰斯"),
    "dubbo": ("australia", "mine", 148.65, -32.45, False, "Dubbo", "达博"),
    "visakhapatnam": ("india", "light_separation", 83.20, 17.70, False, "Visakhapatnam", "维沙卡帕特南"),
}
