"""Pages of React server components, drawn from the rows in their scripts."""

import json

from hypothesis import given
from hypothesis import strategies as st

from vibe_desktop.gateways.website.flight import flight_html


def pushed(*pieces: str) -> str:
    return "".join(
        f"<script>self.__next_f.push({json.dumps([1, piece])})</script>" for piece in pieces
    )


def test_elements_are_drawn_with_what_is_in_them() -> None:
    inner = '["It sorts ",["$","b",null,{"children":9}]]'
    row = f'5:["$","p",null,{{"className":"big","children":{inner}}}]'
    assert flight_html(pushed(row)) == '<p class="big">It sorts <b>9</b></p>'


def test_a_row_may_be_cut_anywhere() -> None:
    assert flight_html(pushed('5:["$","p",nu', 'll,{"children":"Words"}]\n')) == "<p>Words</p>"


def test_what_a_part_is_given_to_show_is_drawn_too() -> None:
    row = '5:["$","$L2",null,{"title":"Fast","description":"It is.","href":"/x","id":"n"}]'
    assert flight_html(pushed(row)) == "<div><h3>Fast</h3><p>It is.</p></div>"


def test_references_and_other_rows_are_left_out() -> None:
    assert flight_html(pushed('1:I[12,["a.js"],"x"]\n2:HL["/a.css","style"]\n3:"$L4"\n')) == ""
    assert flight_html(pushed('5:["$","p",null,{"children":"$L7"}]')) == "<p></p>"


def test_words_of_the_page_do_not_become_markup() -> None:
    row = '5:["$","p",null,{"children":"<script>x</script>"}]'
    assert "<script>" not in flight_html(pushed(row))


def test_rows_that_nest_without_end_are_cut_off() -> None:
    row = '["$","div",null,{"children":' * 400 + '"x"' + "}]" * 400
    assert flight_html(pushed(f"5:{row}")).count("<div>") < 200


@given(st.text())
def test_any_row_can_be_read(text: str) -> None:
    flight_html(pushed(text, f"5:{text}", f'6:["$","p",null,{json.dumps({"children": text})}]'))
    flight_html(f"<script>self.__next_f.push([1,{text}])</script>")
