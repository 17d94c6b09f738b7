"""Point clouds as NumPy arrays and back, without a look at the single point."""

from __future__ import annotations

import itertools
import sys
from collections import namedtuple
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from sensor_msgs.msg import PointCloud2, PointField
from std_msgs.msg import Header

_DATATYPES: dict[int, np.dtype[Any]] = {
    PointField.INT8: np.dtype(np.int8),
    PointField.UINT8: np.dtype(np.uint8),
    PointField.INT16: np.dtype(np.int16),
    PointField.UINT16: np.dtype(np.uint16),
    PointField.INT32: np.dtype(np.int32),
    PointField.UINT32: np.dtype(np.uint32),
    PointField.FLOAT32: np.dtype(np.float32),
    PointField.FLOAT64: np.dtype(np.float64),
}

DUMMY_FIELD_PREFIX = "unnamed_field"


def read_points(
    cloud: PointCloud2,
    field_names: Collection[str] | None = None,
    skip_nans: bool = False,
    uvs: Iterable[int] | npt.NDArray[Any] | None = None,
    reshape_organized_cloud: bool = False,
) -> npt.NDArray[Any]:
    """
    Return the points of a cloud as a structured array.

    It is a view of the message's data where nothing is left out and the byte order is this
    machine's: what is written to it is written to the message.

    :param field_names: the fields to return; all of them if none is given.
    :param skip_nans: leave out points with a field that is not a number, unless the cloud says that
        it has none.
    :param uvs: the indices of the points to return.
    :param reshape_organized_cloud: return an organized cloud with two dimensions.
    """
    assert isinstance(cloud, PointCloud2), "Cloud is not a sensor_msgs.msg.PointCloud2"
    dtype = dtype_from_fields(cloud.fields, point_step=cloud.point_step)
    foreign = bool(cloud.is_bigendian) != (sys.byteorder == "big")
    points: npt.NDArray[Any] = np.ndarray(
        shape=(cloud.width * cloud.height,),
        dtype=dtype.newbyteorder() if foreign else dtype,
        buffer=cloud.data,
    )
    if field_names is not None:
        assert set(field_names) <= set(dtype.names or ()), (
            "Requested field is not in the fields of the PointCloud!"
        )
        points = points[list(field_names)]
    if foreign:
        points = points.astype(points.dtype.newbyteorder())
    if skip_nans and not cloud.is_dense:
        points = points[~_has_nan(points)]
    if uvs is not None:
        points = points[uvs if isinstance(uvs, np.ndarray) else np.fromiter(uvs, int)]
    if reshape_organized_cloud and cloud.height > 1:
        points = points.reshape(cloud.width, cloud.height)
    return points


def read_points_numpy(
    cloud: PointCloud2,
    field_names: Collection[str] | None = None,
    skip_nans: bool = False,
    uvs: Iterable[int] | npt.NDArray[Any] | None = None,
    reshape_organized_cloud: bool = False,
) -> npt.NDArray[Any]:
    """
    Return the points of a cloud as a plain array, whose last dimension is the fields.

    All fields that are read must have the same type; `read_points` can do with several. Where they
    lie at equal distances, the array is a view of the message's data if `read_points` returns one.

    :param field_names: the fields to return; all of them if none is given.
    :param skip_nans: leave out points with a field that is not a number, unless the cloud says that
        it has none.
    :param uvs: the indices of the points to return.
    :param reshape_organized_cloud: return an organized cloud with its two dimensions.
    """
    points = read_points(cloud, field_names, skip_nans, uvs, reshape_organized_cloud)
    layout: Mapping[str, Any] = points.dtype.fields or {}
    fields = [layout[name] for name in points.dtype.names or ()]
    assert len({field[0] for field in fields}) <= 1, (
        "All fields need to have the same datatype. Use `read_points()` otherwise."
    )
    offsets = [field[1] for field in fields]
    distances = {after - before for before, after in itertools.pairwise(offsets)}
    if points.size > 0 and len(distances) <= 1:
        plain: npt.NDArray[Any] = np.ndarray(
            shape=(*points.shape, len(fields)),
            dtype=fields[0][0],
            buffer=points,
            offset=offsets[0],
            strides=(*points.strides, next(iter(distances), 0)),
        )
        return plain
    from numpy.lib.recfunctions import structured_to_unstructured

    plain = structured_to_unstructured(points)
    return plain


def read_points_list(
    cloud: PointCloud2,
    field_names: Sequence[str] | None = None,
    skip_nans: bool = False,
    uvs: Iterable[int] | npt.NDArray[Any] | None = None,
) -> list[Any]:
    """
    Return the points of a cloud as a list of named tuples.

    An array of a million points is there at once, such a list takes a second: prefer `read_points`.

    :param field_names: the fields to return; all of them if none is given.
    :param skip_nans: leave out points with a field that is not a number, unless the cloud says that
        it has none.
    :param uvs: the indices of the points to return.
    """
    points = read_points(cloud, field_names, skip_nans, uvs)
    names = points.dtype.names or ()
    # mypy knows named tuples only with fields that are written down.
    make_class: Any = namedtuple
    point = make_class("Point", names)
    return list(map(point._make, zip(*(points[name] for name in names), strict=True)))


def dtype_from_fields(fields: Iterable[PointField], point_step: int | None = None) -> np.dtype[Any]:
    """
    Return the type of a structured array with the fields of a cloud.

    A field of several values becomes as many, with the suffixes ``_0``, ``_1`` and so on.

    :param point_step: the size of a point in bytes; that of the fields if none is given.
    """
    names: list[str] = []
    formats: list[str] = []
    offsets: list[int] = []
    for index, field in enumerate(fields):
        assert field.count > 0, "Can't process fields with count = 0."
        datatype = _DATATYPES[field.datatype]
        name = field.name or f"{DUMMY_FIELD_PREFIX}_{index}"
        names += [name] if field.count == 1 else [f"{name}_{i}" for i in range(field.count)]
        formats += [datatype.str] * field.count
        offsets += [field.offset + i * datatype.itemsize for i in range(field.count)]
    assert len(set(names)) == len(names), "Duplicate field names are not allowed!"
    description: dict[str, Any] = {"names": names, "formats": formats, "offsets": offsets}
    if point_step is not None:
        description["itemsize"] = point_step
    return np.dtype(description)  # type: ignore[call-overload, no-any-return, unused-ignore]


def create_cloud(
    header: Header,
    fields: Iterable[PointField],
    points: npt.NDArray[Any] | Iterable[Iterable[Any]],
    point_step: int | None = None,
) -> PointCloud2:
    """
    Make a cloud.

    :param points: a structured array of the fields' types; a plain array, whose last dimension is
        the fields; or the points as sequences of their fields' values. An array with one dimension
        more makes an organized cloud.
    :param point_step: the size of a point in bytes; that of the fields if none is given.
    """
    fields = list(fields)
    dtype = dtype_from_fields(fields, point_step)
    structured = _to_structured(points, fields, dtype)
    assert structured.ndim <= 2, (
        "Too many dimensions for organized cloud! "
        "Points can only be organized in max. two dimensional space"
    )
    width = structured.shape[0]
    cloud = PointCloud2(
        header=header,
        height=structured.shape[1] if structured.ndim == 2 else 1,
        width=width,
        is_dense=False,
        is_bigendian=sys.byteorder == "big",
        fields=fields,
        point_step=dtype.itemsize,
        row_step=dtype.itemsize * width,
    )
    cloud.data = np.ascontiguousarray(structured).reshape(-1).view(np.uint8)
    return cloud


def create_cloud_xyz32(
    header: Header, points: npt.NDArray[Any] | Iterable[Iterable[float]]
) -> PointCloud2:
    """Make a cloud of points that have the coordinates x, y and z as 32-bit numbers."""
    fields = [
        PointField(name=name, offset=4 * index, datatype=PointField.FLOAT32, count=1)
        for index, name in enumerate("xyz")
    ]
    return create_cloud(header, fields, points)


def _has_nan(points: npt.NDArray[Any]) -> npt.NDArray[np.bool_]:
    """Say of each point whether it has a field that is not a number."""
    found = np.zeros(points.shape, dtype=bool)
    for name in points.dtype.names or ():
        if points.dtype[name].kind == "f":
            found |= np.isnan(points[name])
    return found


def _to_structured(
    points: npt.NDArray[Any] | Iterable[Iterable[Any]],
    fields: Sequence[PointField],
    dtype: np.dtype[Any],
) -> npt.NDArray[Any]:
    if not isinstance(points, np.ndarray):
        return np.array(list(map(tuple, points)), dtype=dtype)
    if points.dtype.names is not None:
        assert points.dtype == dtype, (
            "PointFields and structured NumPy array dtype do not match for all fields! "
            "Check their field order, names and types."
        )
        return points
    assert len({field.datatype for field in fields}) <= 1, (
        "All fields need to have the same datatype. "
        "Pass a structured NumPy array with multiple dtypes otherwise."
    )
    from numpy.lib.recfunctions import unstructured_to_structured

    structured: npt.NDArray[Any] = unstructured_to_structured(points, dtype=dtype)
    return structured
