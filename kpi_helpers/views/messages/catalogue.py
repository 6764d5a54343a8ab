"""What is told when a file of ``params`` cannot be used: YAML, keys, brands, rates, sheets."""

from __future__ import annotations

__all__ = ["MESSAGES"]

MESSAGES = {
    "file_missing": (
        "there is no file “{found}” · the project needs it · write it, or restore it from "
        "version control"
    ),
    "yaml_syntax": (
        "not readable as YAML: {detail} · keys and values by indentation, without tabs · "
        "correct this line or the one above"
    ),
    "yaml_encoding": "the file is not UTF-8 text · UTF-8 only · save it again in that encoding",
    "yaml_version": (
        "the file asks for another YAML · YAML 1.2, where NO stays text · take out the %YAML line"
    ),
    "yaml_top": (
        "the file does not begin with keys · keys at the top of the file · see the files beside it"
    ),
    "yaml_duplicate": (
        "“{found}” stands twice, in lines {first} and {second} · once · keep one of the two"
    ),
    "yaml_alias": (
        "a YAML alias stands here · values are written out · repeat the value, or lay one file "
        "over another with extends"
    ),
    "yaml_tag": (
        "the YAML tag {found} stands here · text, numbers, lists and keys only · take the tag out"
    ),
    "yaml_key": "a key that is not plain text · a word or a quoted text · rewrite the key",
    "yaml_number": (
        "“{found}” is no usable number · finite numbers, or text in quotes · correct it"
    ),
    "key_unknown": "unknown key “{found}” · known: {allowed} · correct or remove it",
    "key_unknown_near": "unknown key “{found}” · did you mean “{near}”? · correct or remove it",
    "key_missing": "the key “{found}” is missing · it is required here · add it",
    "key_form": (
        "“{found}” cannot be a name · small letters a-z, digits and _, a letter first, at most "
        "60 · rename it"
    ),
    "value_choice": "“{found}” is not one of the choices · allowed: {allowed} · pick one of them",
    "value_choice_near": (
        "“{found}” is not one of the choices · did you mean “{near}”? · pick one of them"
    ),
    "value_form": (
        "“{found}” has the wrong form · the form is {allowed} · correct it, in quotes where it "
        "looks like a number"
    ),
    "value_bound": "{found} is out of bounds · {allowed} · correct the number",
    "value_empty": "nothing stands here · at least {allowed} · fill it in",
    "value_long": "“{found}” is too long · at most {allowed} characters · shorten it",
    "value_text": (
        "{found} is not text · a text, in quotes where it looks like a number · put it in quotes"
    ),
    "value_integer": "{found} is not a whole number · a whole number such as 7 · correct it",
    "value_number": (
        "{found} is not a number · a number such as 0.05, without a unit or spaces · correct it"
    ),
    "value_switch": "{found} is neither true nor false · true or false · pick one",
    "value_date": "{found} is not a date · a date such as 2026-12-31 · correct it",
    "value_month": "“{found}” is not a month · a month such as 2026-09 · correct it",
    "value_list": (
        "{found} is not a list of the right length · a list, as in [a, b] · put it in square "
        "brackets"
    ),
    "value_mapping": (
        "{found} has no keys of its own · keys with values, as in {{fr: …, en: …}} · write "
        "them below"
    ),
    "value_refused": "{found} cannot be used here · {detail} · correct it",
    "extends_loop": (
        "files extend one another in a circle: {found} · a chain that ends with base · remove "
        "one extends"
    ),
    "extends_unknown": "nothing called “{found}” to extend · known: {allowed} · correct the name",
    "extends_unknown_near": (
        "nothing called “{found}” to extend · did you mean “{near}”? · correct the name"
    ),
    "override_unknown": (
        "an override of “{found}”, a KPI that does not exist · existing: {allowed} · correct "
        "the name, or write the KPI whole with version, label and formula"
    ),
    "override_unknown_near": (
        "an override of “{found}”, a KPI that does not exist · did you mean “{near}”? · "
        "correct the name, or write the KPI whole with version, label and formula"
    ),
    "removal_unknown": (
        "null removes “{found}”, which nothing below has · there: {allowed} · correct the "
        "name, or put a text that holds a comma in quotes"
    ),
    "removal_unknown_near": (
        "null removes “{found}”, which nothing below has · did you mean “{near}”? · correct "
        "the name, or put a text that holds a comma in quotes"
    ),
    "override_version": (
        "changes {found}, so the figure means something else · a version above {version} · "
        "raise the version, or use a new id"
    ),
    "override_measure": (
        "changes {found} of a measure that {kpis} read · a new version for each of them · "
        "raise their versions, or declare a new measure"
    ),
    "funnel_twice": (
        "the stage “{found}” lies under two stages of the model · under one · remove it from "
        "the other"
    ),
    "funnel_unknown": (
        "unknown funnel model “{found}” · known: {allowed} · correct the name, or declare it "
        "in funnels.yaml"
    ),
    "funnel_unknown_near": (
        "unknown funnel model “{found}” · did you mean “{near}”? · correct the name, or "
        "declare it in funnels.yaml"
    ),
    "brand_unknown": (
        "unknown brand “{found}” · known: {allowed} · correct the name, or write its file in "
        "params/brands"
    ),
    "brand_unknown_near": (
        "unknown brand “{found}” · did you mean “{near}”? · correct the name, or write its "
        "file in params/brands"
    ),
    "brand_id": (
        "the brand calls itself “{found}” · the file's name, {allowed} · make the two the same"
    ),
    "brand_timezone": "unknown time zone “{found}” · a name such as Europe/Paris · correct it",
    "root_not_found": (
        "no project at or above “{found}” · a project holds the folders params and notebooks · "
        "work inside it, or set KPI_ROOT"
    ),
    "csv_columns": (
        "columns are missing: {found} · the columns are {allowed} · correct the first line"
    ),
    "csv_cells": (
        "{found} {found:cell|cells} in this row · {allowed}, as in the first line · correct the row"
    ),
    "fx_same": "a rate of {found} to itself · two currencies · correct or remove the row",
    "fx_duplicate": (
        "{found} was already given in line {first} · one rate a day and pair · remove one of "
        "the two"
    ),
    "reference_currency_missing": (
        "an amount without its currency · an ISO code such as USD · fill the column currency"
    ),
    "reference_duplicate": (
        "{found} was already given in line {first} · one row a source, year and figure · remove "
        "one of the two"
    ),
    "competitors_twice": (
        "two sets from {found} on · one set from each month on · change the month of one of them"
    ),
    "competitors_own": (
        "{found} is the brand itself · competitors only · take the brand out of the set"
    ),
    "competitor_repeated": "{found} stands twice in this set · once · remove one of the two",
    "sheet_unknown": (
        "unknown sheet mapping “{found}” · known: {allowed} · correct the name, or write its "
        "file in params/sheets"
    ),
    "sheet_unknown_near": (
        "unknown sheet mapping “{found}” · did you mean “{near}”? · correct the name, or write "
        "its file in params/sheets"
    ),
    "sheet_name": (
        "the mapping calls itself “{found}” · the file's name, {allowed} · make the two the same"
    ),
    "sheet_empty": "the mapping reads no metric · at least one under columns or spread · add one",
    "sheet_date": "the date has no single origin · either column or compose · keep one of the two",
    "sheet_compose": (
        "“{found}” names no column · column names in braces, as in 2014-{{Month}}-01 · add the "
        "braces"
    ),
    "sheet_end": (
        "bucket {found} and end_column do not go together · end_column with as_given, and only "
        "then · correct one of the two"
    ),
    "sheet_content_type": (
        "a content type belongs to the post, not to its figures · content_type under entity · "
        "move it there"
    ),
    "sheet_twice": (
        "“{found}” gets its value in two places · one of constants, dimensions, columns or "
        "spread · remove one"
    ),
    "sheet_values": (
        "values are renamed for “{found}”, which is not read · read: {allowed} · add the "
        "dimension, or remove the names"
    ),
    "sheet_product": "“{found}” is both a column and a product · one of the two · remove one",
    "sheet_currency": (
        "“{found}” is not a currency · three capitals such as EUR, or a column in braces · "
        "correct it"
    ),
    "sheet_pattern": (
        "“{found}” does not have exactly one pair of braces · one dimension in braces, as in "
        "{{channel}}_spend · correct the pattern"
    ),
    "sheet_money": (
        "“{found}” is money without a currency · an ISO code, or a column in braces · add currency"
    ),
    "metric_unread": (
        "no measure reads “{found}” · did you mean “{near}”? · correct the metric, or declare "
        "a measure that reads it"
    ),
    "pillar_empty": (
        "the pillar “{found}” matches no post · one word or hashtag at least · add words or "
        "hashtags"
    ),
    "pillar_words": (
        "“{found}” is no word or word group · letters, digits, spaces and, at the end, an asterisk "
        "for any ending · write it so"
    ),
    "pillar_hashtags": (
        "“{found}” is no hashtag · letters, digits and underscores, without the sign # · "
        "write it so"
    ),
    "sheet_not_money": (
        "“{found}” has a currency, yet its measure is not money · unit currency, or no "
        "currency · correct the mapping or the measure"
    ),
}
