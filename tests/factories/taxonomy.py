from proposals.models import Body, Place, Sector


def _term(model, code, **fields):
    term = model.objects.filter(code=code).first()
    if term is None:
        term = model(code=code, **fields)
        term.fill_hans()
        term.save()
    return term


def sector(code="ageing", name_hant="安老與銀髮經濟", name_en="Ageing", **fields):
    return _term(Sector, code, name_hant=name_hant, name_en=name_en, **fields)


def body(code="lwb", name_hant="勞工及福利局", name_en="Labour and Welfare Bureau", **fields):
    return _term(Body, code, name_hant=name_hant, name_en=name_en, **fields)


def place(code="central_asia", name_hant="中亞", name_en="Central Asia", **fields):
    return _term(Place, code, name_hant=name_hant, name_en=name_en, **fields)
