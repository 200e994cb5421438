"""Charts as they are drawn in a real browser."""

from decimal import Decimal

import pytest

from domain.chat.message import Chart, Message, Series
from tests.adapters.practice.conftest import Scene, Visit, direct
from tests.adapters.practice.parts import every_part


def test_a_chart_is_a_picture_with_words_and_figures(scene: Scene, visit: Visit) -> None:
    scene.courier.post(direct(), every_part(), "all")
    page = visit()
    page.wait("document.querySelectorAll('svg[role=img]').length === 2")
    assert page.accessible_name("figure:nth-of-type(1) svg[role=img]").startswith("Forecast by quarter Bar chart")
    assert page.js("document.querySelectorAll('.series rect').length") == 8 + 2 + 12 + 1  # bars, keys, markers, key
    ticks = "[...document.querySelectorAll('figure:nth-of-type({}) :is(.grid, .zero) text')].map((t) => t.textContent)"
    assert page.js(ticks.format(1)) == ["€0", "€200k", "€400k", "€600k"]
    assert page.js(ticks.format(2)) == ["−20 %", "−10 %", "0 %", "10 %", "20 %"]
    page.click("summary", "The figures")
    page.see("€420,000")
    assert page.js("document.querySelector('details td.figure').textContent") == "€420,000"


def test_bars_below_zero_hang_from_the_zero_line(scene: Scene, visit: Visit) -> None:
    bars = """import("./chart.js").then(async ({ chart }) => {
        const values = [["10"], ["-5"], ["0"]].map(([decimal]) => ({ decimal }));
        const part = { kind: "bar", title: "T", labels: ["a", "b", "c"], series: [{ name: "s", values }], unit: "" };
        const figure = chart(part);
        document.querySelector(".scroller").append(figure);
        while (!figure.querySelector("rect")) await new Promise(requestAnimationFrame);
        const zero = figure.querySelector(".zero path").getAttribute("d").match(/M[^ ]+ ([^H]+)H/)[1];
        const box = (bar) => ["y", "height"].map((name) => Number(bar.getAttribute(name)));
        return { zero: Number(zero), bars: [...figure.querySelectorAll("rect")].map(box) };
    })"""
    page = visit()
    page.see("Nothing here yet")
    drawn = page.js(bars)
    (up, down, none), zero = drawn["bars"], drawn["zero"]
    assert up[0] + up[1] == pytest.approx(zero)
    assert down[0] == pytest.approx(zero)
    assert down[1] == pytest.approx(up[1] / 2)
    assert none[1] == 0


def test_ticks_are_round_and_hold_every_value(visit: Visit) -> None:
    page = visit()
    scales = """import("./figures.js").then(({ scale }) =>
        [[0], [3], [-7, 12], [1e9, 2.5e9], [0.001], [-50, -20], [1e-12, 1e12]].map((values) => {
            const { low, high, ticks } = scale(values);
            const holds = values.every((value) => low <= value && value <= high) && low <= 0 && high >= 0;
            return [holds, ticks.includes(0), ticks.length];
        }))"""
    page.see("Nothing here yet")
    for holds, zero, number in page.js(scales):
        assert (holds, zero) == (True, True)
        assert 2 <= number <= 7


def test_each_step_of_a_waterfall_begins_where_the_one_before_ended(scene: Scene, visit: Visit) -> None:
    labels = ("Open 16 Nov", "New", "Slipped out", "Open now")
    values = tuple(Decimal(value) for value in (400_000, 100_000, -150_000, 350_000))
    falls = Chart("waterfall", "Open in Q4 2026", labels, (Series("Open", values),), "USD")
    scene.courier.post(direct(), Message("Open in Q4 2026.", (falls,)), "falls")
    page = visit()
    page.wait("document.querySelectorAll('.falls rect').length === 4")
    assert page.accessible_name("svg[role=img]").startswith("Open in Q4 2026 Waterfall chart with 4 labels")
    kinds = "[...document.querySelectorAll('.falls .series')].map((g) => g.getAttribute('class').split(' ')[1])"
    assert page.js(kinds) == ["total", "up", "down", "total"]
    boxes = """[...document.querySelectorAll('.falls rect')].map((bar) =>
        ["x", "width"].map((name) => Number(bar.getAttribute(name))))"""
    first, up, down, last = page.js(boxes)
    assert up[0] == pytest.approx(first[0] + first[1])
    assert down[0] + down[1] == pytest.approx(up[0] + up[1])
    assert last[0] == pytest.approx(first[0])
    assert last[0] + last[1] == pytest.approx(down[0])
    figures = page.js("[...document.querySelectorAll('.falls text:not(.name)')].map((t) => t.textContent)")
    assert figures == ["$400k", "+$100k", "−$150k", "$350k"]
