"""The records of the employee list, with the API's names in snake case."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel, ConfigDict
from pydantic.alias_generators import to_camel


class Record(BaseModel):
    model_config = ConfigDict(alias_generator=to_camel)


class Bank(Record):
    iban: str | None = None
    bic: str | None = None


class HoofdAmbt(Record):
    code: str | None = None
    naam: str | None = None


class Partner(Record):
    id: UUID | None = None
    naam: str | None = None
    voornaam: str | None = None
    geboortedatum: datetime | None = None
    nationaliteit_code: str | None = None
    is_overleden: bool | None = None
    datum_overleden: datetime | None = None
    inkomen: int | None = None


class Adres(Record):
    id: UUID | None = None
    aanspreek_titel: str | None = None
    aanspreek_naam: str | None = None
    straat: str | None = None
    nummer: str | None = None
    bus: str | None = None
    postcode: str | None = None
    gemeente: str | None = None
    land_code: str | None = None
    is_domicilie: bool | None = None
    is_verblijf: bool | None = None


class Comnr(Record):
    id: UUID | None = None
    type: str | None = None
    soort: str | None = None
    nr: str | None = None


class Emailadres(Record):
    id: UUID | None = None
    type: str | None = None
    email: str | None = None


class Kind(Record):
    id: UUID | None = None
    naam: str | None = None
    voornaam: str | None = None
    geslacht: str | None = None
    geboortedatum: datetime | None = None
    is_overleden: bool | None = None
    datum_overleden: datetime | None = None
    fiscaal_ten_laste: bool | None = None
    fiscaal_ten_laste_tot: datetime | None = None


class Personeelsgroep(Record):
    id: UUID | None = None
    naam: str | None = None


class Employee(Record):
    p_persoon: int
    person_id: UUID
    persona_id: UUID | None = None
    naam: str
    voornaam: str
    bijkomende_voornamen: str | None = None
    stamnr: str | None = None
    sort_name: str | None = None
    nickname: str | None = None
    geslacht: str
    initialen: str | None = None
    geboortedatum: datetime | None = None
    geboorteplaats: str | None = None
    geboorteland_code: str | None = None
    nationaliteit_code: str | None = None
    rijksregisternr: str | None = None
    bisnr: str | None = None
    bank: Bank | None = None
    hoofd_ambt: HoofdAmbt | None = None
    eerste_dienst_school: datetime | None = None
    eerste_dienst_scholengroep: datetime | None = None
    eerste_dienst_scholengemeenschap: datetime | None = None
    is_active: bool
    pensioendatum: datetime | None = None
    is_mindervalide: bool
    is_overleden: bool
    datum_overleden: datetime | None = None
    burg_stand: int | None = None
    aantal_kinderen: int | None = None
    mindervalide_kinderen: int | None = None
    aantal_zorgbehoevenden: int | None = None
    aantal_andere_ten_laste: int | None = None
    aantal_mindervalide_andere_ten_laste: int | None = None
    partner: Partner | None = None
    adressen: list[Adres]
    comnrs: list[Comnr]
    emailadressen: list[Emailadres]
    kinderen: list[Kind]
    personeelsgroepen: list[Personeelsgroep]
