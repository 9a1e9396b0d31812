from proposals.models import Body, Place, Sector


def sector(code="ageing", name_hant="安老與銀髮經濟", name_en="Ageing", **fields):
    return Sector.objects.get_or_create(
        code=code, defaults={"name_hant": name_hant, "name_en": name_en, **fields}
    )[0]


def body(code="lwb", name_hant="勞工及福利局", name_en="Labour and Welfare Bureau", **fields):
    return Body.objects.get_or_create(
        code=code, defaults={"name_hant": name_hant, "name_en": name_en, **fields}
    )[0]


def place(code="central_asia", name_hant="中亞", name_en="Central Asia", **fields):
    return Place.objects.get_or_create(
        code=code, defaults={"name_hant": name_hant, "name_en": name_en, **fields}
    )[0]
