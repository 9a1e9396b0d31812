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
    own = {"body_kind_known"} if model is Body else set()
    assert refused.constraints(model) == own | {f"proposals_{model._meta.model_name}_code_key"}


def test_a_body_is_of_a_known_kind_or_of_none():
    Body.objects.create(code="lwb", kind="bureau")
    Body.objects.create(code="media")
    with refused.by_database("body_kind_known"):
        Body.objects.create(code="other", kind="ministry")


def test_nothing_is_a_part_of_its_own_part():
    whole = taxonomy.place("central_asia")
    part = taxonomy.place("kazakhstan", "哈薩克斯坦", "Kazakhstan", parent=whole)
    part.full_clean()
    whole.parent = part
    with pytest.raises(ValidationError) as caught:
        whole.full_clean()
    assert set(caught.value.message_dict) == {"parent"}


def test_what_replaces_another_is_in_use_itself():
    old = taxonomy.sector("planning_nm", "規劃", "Planning", replaced_by=taxonomy.sector())
    another = taxonomy.sector("land", "土地", "Land")
    for wrong in (old, another):
        another.replaced_by = wrong
        with pytest.raises(ValidationError) as caught:
            another.full_clean()
        assert set(caught.value.message_dict) == {"replaced_by"}
    assert list(Sector.objects.public().order_by("code")) == [old.replaced_by, another]


def test_other_names_in_simplified_chinese_are_derived_and_follow():
    row = Body(name_hant="運輸及物流局", aliases_hant=["運物局", "運輸局"])
    row.fill_hans()
    assert row.aliases_hans == ["运物局", "运输局"]
    before = Body(name_hant="運輸及物流局", aliases_hant=["運物局"], aliases_hans=["运物局"])
    row.aliases_hans = ["运物局"]
    row.fill_hans(before)
    assert row.aliases_hans == ["运物局", "运输局"]


def test_a_place_lies_in_itself_and_in_all_that_it_is_a_part_of():
    region = taxonomy.place("northern_metropolis", "北部都會區", "Northern Metropolis")
    loop = taxonomy.place("hetao", "河套", "Hetao", parent=region)
    park = taxonomy.place("park", "科學園", "Park", parent=loop)
    taxonomy.place()
    assert sorted(park.lies_in.values_list("outer__code", flat=True)) == [
        "hetao",
        "northern_metropolis",
        "park",
    ]
    assert list(region.lies_in.values_list("outer__code", flat=True)) == ["northern_metropolis"]


@pytest.mark.parametrize("code", ["ai_compute", "a", "x2"])
def test_codes_are_lower_case_letters_digits_and_underscores(code):
    Sector(code=code, name_hant="算力", name_en="Compute").full_clean()


@pytest.mark.parametrize("code", ["", "AI", "2x", "_x", "a-b", "a b", "安老", "ageing\n"])
def test_other_codes_are_refused(code):
    with pytest.raises(ValidationError) as caught:
        Sector(code=code, name_hant="算力", name_en="Compute").full_clean()
    assert set(caught.value.message_dict) == {"code"}
