"""Results in the XML of JUnit."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Mapping
from typing import Any


def unittestResultsToXml(
    *, name: str = "launch_test", test_results: Mapping[Any, Any] | None = None
) -> Any:
    """
    Return a document with the results of several launches.

    :param name: what it is called.
    :param test_results: the results by the launches.
    """
    results = test_results or {}
    root = ET.Element("testsuites", name=name)
    root.set("tests", str(sum(result.testsRun for result in results.values())))
    root.set("failures", str(sum(len(result.failures) for result in results.values())))
    root.set("errors", str(sum(len(result.errors) for result in results.values())))
    root.set("time", _seconds(sum(map(_total_time, results.values()))))
    root.extend(unittestResultToXml(str(run), result) for run, result in results.items())
    return ET.ElementTree(root)


def unittestResultToXml(name: str, test_result: Any) -> ET.Element:
    """Return the results of one launch as an element."""
    suite = ET.Element("testsuite", name=name)
    suite.set("tests", str(test_result.testsRun))
    suite.set("failures", str(len(test_result.failures)))
    suite.set("errors", str(len(test_result.errors)))
    suite.set("skipped", str(len(test_result.skipped)))
    suite.set("time", _seconds(_total_time(test_result)))
    suite.extend(unittestCaseToXml(test_result, case) for case in test_result.testCases)
    return suite


def unittestCaseToXml(test_result: Any, test_case: Any) -> ET.Element:
    """Return the result of one test as an element."""
    # The parameters of the launch are no part of the name of the class.
    method, _, parameters = test_case.id().partition(" ")
    class_name, _, name = method.rpartition(".")
    element = ET.Element("testcase", classname=class_name, name=f"{name} {parameters}".strip())
    element.set("time", _seconds(test_result.testTimes[test_case]))
    for tag, outcomes in (
        ("failure", test_result.failures),
        ("error", test_result.errors),
        ("skipped", test_result.skipped),
    ):
        for case, message in outcomes:
            if case == test_case:
                ET.SubElement(element, tag, message=message)
    return element


def _total_time(test_result: Any) -> float:
    return float(sum(test_result.testTimes.values()))


def _seconds(seconds: float) -> str:
    return str(round(seconds, 3))
