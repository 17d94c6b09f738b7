"""The half of a node that concerns its parameters."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeAlias

from rcl_interfaces.msg import (
    ListParametersResult,
    ParameterDescriptor,
    ParameterValue,
    SetParametersResult,
)

from rclpy import _rclpy
from rclpy.parameter import Parameter, parameter_value_to_python
from rclpy.validate_parameter_name import validate_parameter_name

_Parts: TypeAlias = tuple[str, int, Any]
PreSetCallback: TypeAlias = Callable[[list[Parameter]], list[Parameter]]
OnSetCallback: TypeAlias = Callable[[list[Parameter]], SetParametersResult]
PostSetCallback: TypeAlias = Callable[[list[Parameter]], None]

_NAME_ONLY = (
    "when declaring parameter named '{}', declaring a parameter only providing its name is"
    " deprecated. Pass a default value that is not None, or a Parameter.Type, or a descriptor"
    " with dynamic_typing=True"
)


def _parts(parameter: Parameter) -> _Parts:
    return parameter.name, parameter.type_.value, parameter.value


def _parameter(parts: _Parts) -> Parameter:
    name, number, value = parts
    return Parameter(name, Parameter.Type(number), value)


def _parameters(all_parts: Iterable[_Parts]) -> list[Parameter]:
    return [_parameter(parts) for parts in all_parts]


def _check_names(names: Sequence[str]) -> None:
    if not all(isinstance(name, str) for name in names):
        raise TypeError("All names must be instances of type str")


class NodeParameters:
    """The parameters of a node."""

    PARAM_REL_TOL = 1e-6
    """Floats this close to each other, relatively, are the same to a descriptor's range."""

    def _init_parameters(self, parameters: _rclpy.Parameters) -> None:
        self.__parameters = parameters
        self._pre_set_parameters_callbacks: list[PreSetCallback] = []
        self._on_set_parameters_callbacks: list[OnSetCallback] = []
        self._post_set_parameters_callbacks: list[PostSetCallback] = []
        # What has the callbacks called; none while there are no callbacks.
        self.__pre_set: _rclpy.ParameterCallback | None = None
        self.__on_set: _rclpy.ParameterCallback | None = None
        self.__post_set: _rclpy.ParameterCallback | None = None

    @property
    def _parameter_overrides(self) -> dict[str, Parameter]:
        return {each.name: each for each in _parameters(self.__parameters.overrides)}

    def declare_parameter(
        self,
        name: str,
        value: Any = None,
        descriptor: ParameterDescriptor | None = None,
        ignore_override: bool = False,
    ) -> Parameter:
        """
        Declare a parameter.

        The callbacks that ask and tell of changes are called.

        :param name: its name, with the namespaces before it.
        :param value: its value unless an override gives it another one, or the
            :class:`rclpy.parameter.Parameter.Type` of its value.
        :param descriptor: what it is for and which values it takes; its name and type are
            ignored.
        :param ignore_override: whether overrides do not count.
        :return: the parameter with the value that it has.
        :raises ParameterAlreadyDeclaredException: if it is declared already.
        :raises InvalidParameterException: if its name is invalid.
        :raises InvalidParameterTypeException: if an override is of another type.
        :raises InvalidParameterValueException: if the descriptor or a callback rejects the value.
        """
        declaration: tuple[Any, ...] = (name,)
        if value is not None or descriptor is not None:
            declaration = (name, value, ParameterDescriptor() if descriptor is None else descriptor)
        return self.declare_parameters("", [declaration], ignore_override)[0]

    def declare_parameters(
        self,
        namespace: str,
        parameters: Sequence[tuple[Any, ...]],
        ignore_override: bool = False,
    ) -> list[Parameter]:
        """
        Declare parameters, one after the other.

        :param namespace: what is put before their names with a dot, if it is not empty.
        :param parameters: for each a name, its value or type, and its descriptor.
        :param ignore_override: whether overrides do not count.
        :return: the parameters with the values that they have.
        :raises TypeError: if one of the tuples is not as it should be.
        :raises ParameterAlreadyDeclaredException: before any is declared, if one is already.
        :raises InvalidParameterException: if a name is invalid.
        :raises InvalidParameterTypeException: if an override is of another type. Those before
            it stay declared.
        :raises InvalidParameterValueException: if a descriptor or a callback rejects a value.
            Those before it stay declared.
        """
        declarations = [
            self.__declaration(namespace, index, declaration)
            for index, declaration in enumerate(parameters)
        ]
        return _parameters(self.__parameters.declare(declarations, ignore_override))

    def __declaration(
        self, namespace: str, index: int, declaration: tuple[Any, ...]
    ) -> tuple[str, int, Any, ParameterDescriptor]:
        if not 1 <= len(declaration) <= 3:
            raise TypeError(
                f"Invalid parameter tuple length at index {index} in parameters list: "
                f"{declaration}; expecting length between 1 and 3"
            )
        name = declaration[0]
        if not isinstance(name, str):
            raise TypeError(
                f"First element {name} at index {index} in parameters list is not a str."
            )
        if namespace:
            name = f"{namespace}.{name}"
        validate_parameter_name(name)
        value = declaration[1] if len(declaration) > 1 else None
        descriptor = declaration[2] if len(declaration) > 2 else ParameterDescriptor()
        if not isinstance(descriptor, ParameterDescriptor):
            raise TypeError(
                f"Third element {descriptor} at index {index} in parameters list "
                "is not a ParameterDescriptor."
            )
        if len(declaration) == 1:
            warnings.warn(_NAME_ONLY.format(name), stacklevel=4)
            descriptor.dynamic_typing = True
        if isinstance(value, Parameter.Type):
            if value is Parameter.Type.NOT_SET:
                raise ValueError(
                    f"Cannot declare parameter {{{name}}} as statically typed of type NOT_SET"
                )
            return name, value.value, None, descriptor
        if isinstance(value, ParameterValue):
            value = parameter_value_to_python(value)
        kind = Parameter.Type.from_parameter_value(value)
        return name, kind.value, value, descriptor

    def undeclare_parameter(self, name: str) -> None:
        """
        Forget a parameter. No callback is called.

        :raises ParameterNotDeclaredException: if it is not declared.
        :raises ParameterImmutableException: if it is read-only.
        """
        self.__parameters.undeclare(name)

    def has_parameter(self, name: str) -> bool:
        """Tell whether a parameter is declared."""
        return self.__parameters.has(name)

    def get_parameter_types(self, names: list[str]) -> list[Parameter.Type]:
        """
        Return the types of parameters' values.

        :raises ParameterNotDeclaredException: as :meth:`get_parameter_type`.
        """
        _check_names(names)
        return [self.get_parameter_type(name) for name in names]

    def get_parameter_type(self, name: str) -> Parameter.Type:
        """
        Return the type of a parameter's value.

        :raises ParameterNotDeclaredException: if it is not declared and that is not allowed.
        """
        return Parameter.Type(self.__parameters.get_type(name))

    def get_parameters(self, names: list[str]) -> list[Parameter]:
        """
        Return parameters.

        :raises ParameterNotDeclaredException: as :meth:`get_parameter`.
        :raises ParameterUninitializedException: as :meth:`get_parameter`.
        """
        _check_names(names)
        return [self.get_parameter(name) for name in names]

    def get_parameter(self, name: str) -> Parameter:
        """
        Return a parameter.

        :raises ParameterNotDeclaredException: if it is not declared and that is not allowed.
        :raises ParameterUninitializedException: if it is of a fixed type and has no value yet.
        """
        return _parameter(self.__parameters.get(name))

    def get_parameter_or(self, name: str, alternative_value: Parameter | None = None) -> Parameter:
        """
        Return a parameter, or another one where it is not declared or has no value.

        :param alternative_value: the other one, by default one of this name without a value.
        """
        found = self.__parameters.get_if_set(name)
        if found is not None:
            return _parameter(found)
        return Parameter(name) if alternative_value is None else alternative_value

    def get_parameters_by_prefix(self, prefix: str) -> dict[str, Parameter]:
        """
        Return the parameters in a namespace.

        :param prefix: the namespace, without the dot behind it; all if it is empty.
        :return: the parameters by their names without the namespace.
        """
        start = f"{prefix}." if prefix else ""
        return {
            name: _parameter((start + name, number, value))
            for name, number, value in self.__parameters.get_by_prefix(prefix)
        }

    def set_parameters(self, parameter_list: list[Parameter]) -> list[SetParametersResult]:
        """
        Set parameters, one after the other, and go on where one is rejected.

        One that is set to no value is undeclared, if its type may change.

        :return: what came of each.
        :raises ParameterNotDeclaredException: at the first that is not declared, if that is not
            allowed. Those before it stay set.
        """
        return [self.set_parameters_atomically([parameter]) for parameter in parameter_list]

    def set_parameters_atomically(self, parameter_list: list[Parameter]) -> SetParametersResult:
        """
        Set all of the parameters, or none where one is rejected.

        :raises ParameterNotDeclaredException: if one is not declared and that is not allowed.
        """
        if not all(isinstance(parameter, Parameter) for parameter in parameter_list):
            raise TypeError(f"parameter must be instance of type '{Parameter!r}'")
        successful, reason = self.__parameters.set_atomically(
            [_parts(parameter) for parameter in parameter_list]
        )
        return SetParametersResult(successful=successful, reason=reason)

    def list_parameters(self, prefixes: list[str], depth: int) -> ListParametersResult:
        """
        Return the names of parameters, and what stands before the last dot of each.

        :param prefixes: the names and namespaces that are wanted; all if there are none.
        :param depth: how many parts a name may have behind the prefix; any number if 0.
        """
        if not isinstance(prefixes, list):
            raise TypeError("The prefixes argument must be a list")
        if not all(isinstance(prefix, str) for prefix in prefixes):
            raise TypeError("All prefixes must be instances of type str")
        if not isinstance(depth, int):
            raise TypeError("The depth must be instance of type int")
        if depth < 0:
            raise ValueError("The depth must be greater than or equal to zero")
        names, found_prefixes = self.__parameters.list(prefixes, depth)
        return ListParametersResult(names=names, prefixes=found_prefixes)

    def describe_parameter(self, name: str) -> ParameterDescriptor:
        """
        Return what a parameter is for and which values it takes.

        :raises ParameterNotDeclaredException: if it is not declared and that is not allowed.
        """
        return self.__parameters.describe(name)

    def describe_parameters(self, names: list[str]) -> list[ParameterDescriptor]:
        """
        Return what parameters are for and which values they take.

        :raises ParameterNotDeclaredException: as :meth:`describe_parameter`.
        """
        return [self.describe_parameter(name) for name in names]

    def set_descriptor(
        self,
        name: str,
        descriptor: ParameterDescriptor,
        alternative_value: ParameterValue | None = None,
    ) -> ParameterValue:
        """
        Give a parameter another descriptor.

        :param descriptor: the descriptor; its name is ignored.
        :param alternative_value: the value that it takes where the present one does not fit.
        :return: the value that it has.
        :raises ParameterNotDeclaredException: if it is not declared and that is not allowed.
        :raises ParameterImmutableException: if it is read-only.
        :raises InvalidParameterValueException: if no value fits.
        """
        alternative: _Parts | None = None
        if alternative_value is not None:
            value = parameter_value_to_python(alternative_value)
            alternative = name, alternative_value.type, value
        parts = self.__parameters.set_descriptor(name, descriptor, alternative)
        return _parameter(parts).get_parameter_value()

    def add_pre_set_parameters_callback(self, callback: PreSetCallback) -> None:
        """
        Have a callback say what is to be set instead, before the parameters are checked.

        It is not called when parameters are declared. The last one added is asked first; what
        all of them return is set.
        """
        self._pre_set_parameters_callbacks.insert(0, callback)
        self.__pre_set = self.__pre_set or self.__parameters.on_pre_set(self)

    def add_on_set_parameters_callback(self, callback: OnSetCallback) -> None:
        """
        Have a callback asked whether parameters may be set or declared.

        The last one added is asked first. It should have no effect, for another one may still
        refuse, and should let parameters pass that it does not know.
        """
        self._on_set_parameters_callbacks.insert(0, callback)
        self.__on_set = self.__on_set or self.__parameters.on_set(self)

    def add_post_set_parameters_callback(self, callback: PostSetCallback) -> None:
        """Have a callback told of parameters that were set or declared, the last added first."""
        self._post_set_parameters_callbacks.insert(0, callback)
        self.__post_set = self.__post_set or self.__parameters.on_post_set(self)

    def remove_pre_set_parameters_callback(self, callback: PreSetCallback) -> None:
        """
        Take a callback away.

        :raises ValueError: if it is not there.
        """
        self._pre_set_parameters_callbacks.remove(callback)
        if not self._pre_set_parameters_callbacks and self.__pre_set is not None:
            self.__pre_set.remove()
            self.__pre_set = None

    def remove_on_set_parameters_callback(self, callback: OnSetCallback) -> None:
        """
        Take a callback away.

        :raises ValueError: if it is not there.
        """
        self._on_set_parameters_callbacks.remove(callback)
        if not self._on_set_parameters_callbacks and self.__on_set is not None:
            self.__on_set.remove()
            self.__on_set = None

    def remove_post_set_parameters_callback(self, callback: PostSetCallback) -> None:
        """
        Take a callback away.

        :raises ValueError: if it is not there.
        """
        self._post_set_parameters_callbacks.remove(callback)
        if not self._post_set_parameters_callbacks and self.__post_set is not None:
            self.__post_set.remove()
            self.__post_set = None

    def _modify_parameters(self, all_parts: list[_Parts]) -> list[_Parts]:
        given = _parameters(all_parts)
        callbacks = list(self._pre_set_parameters_callbacks)
        return [_parts(parameter) for callback in callbacks for parameter in callback(given)]

    def _check_parameters(self, all_parts: list[_Parts]) -> tuple[bool, str]:
        given = _parameters(all_parts)
        for callback in list(self._on_set_parameters_callbacks):
            result = callback(given)
            if not result.successful:
                return False, result.reason
        return True, ""

    def _follow_parameters(self, all_parts: list[_Parts]) -> None:
        given = _parameters(all_parts)
        for callback in list(self._post_set_parameters_callbacks):
            callback(given)
