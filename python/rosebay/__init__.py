"""
What Rosebay installs besides the packages that ROS programs import.

It is imported when Python starts, before pytest could rewrite the assertions that it has not, of
which pytest would warn in everybody's tests: PYTEST_DONT_REWRITE.
"""
