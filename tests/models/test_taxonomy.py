import pytest
from django.core.exceptions import ValidationError

from proposals.models import Body, Place, Sector
from tests import refused
from tests.factories import taxonomy

pytestmark = pytest.mark.django_db

TERMS = [(Sector, taxonomy.sector), (Body, taxonomy.body), (Place, taxonomy.place)]


@pytest.mark.parametrize(("model", "make"), TERMS)
def test_a_code_stands_once(model, make):
    first = make()
    with refused.by_database(f"proposals_{model._meta.model_name}_code_key"):
        model.objects.create(code=first.code, name_hant="另一", name_en="Another")
    other = model.objects.create(code="another", name_hant=first.name_hant, name_en=first.name_en)
    assert set(model.objects.all()) == {first, other}


@pytest.mark.parametrize("model", [Sector, Body, Place])
def test_nothing_else_is_constrained(model):
    assert refused.constraints(model) == {f"proposals_{model._meta.model_name}_code_key"}


@pytest.mark.parametrize("code", ["ai_compute", "a", "x2"])
def test_codes_are_lower_case_letters_digits_and_underscores(code):
    Sector(code=code, name_hant="算力", name_en="Compute").full_clean()


@pytest.mark.parametrize("code", ["", "AI", "2x", "_x", "a-b", "a b", "安老", "ageing\n"])
def test_other_codes_are_refused(code):
    with pytest.raises(ValidationError) as caught:
        Sector(code=code, name_hant="算力", name_en="Compute").full_clean()
    assert set(caught.value.message_dict) == {"code"}
