//! Vectors, rotations and rigid transforms, as far as lookups need them.

use std::ops::{Add, Mul, Neg, Sub};

/// A vector in three dimensions; metres where it is a place.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Vector3 {
    /// Along the first axis.
    pub x: f64,
    /// Along the second axis.
    pub y: f64,
    /// Along the third axis.
    pub z: f64,
}

impl Vector3 {
    /// A vector of its components.
    pub const fn new(x: f64, y: f64, z: f64) -> Self {
        Self { x, y, z }
    }

    /// The cross product.
    pub fn cross(self, other: Self) -> Self {
        Self::new(
            self.y * other.z - self.z * other.y,
            self.z * other.x - self.x * other.z,
            self.x * other.y - self.y * other.x,
        )
    }

    /// The products of the components.
    pub(crate) fn scaled_by(self, other: Self) -> Self {
        Self::new(self.x * other.x, self.y * other.y, self.z * other.z)
    }

    /// The point at `ratio` of the way to `other`.
    pub fn lerp(self, other: Self, ratio: f64) -> Self {
        self * (1.0 - ratio) + other * ratio
    }

    pub(crate) fn is_nan(self) -> bool {
        self.x.is_nan() || self.y.is_nan() || self.z.is_nan()
    }
}

impl Add for Vector3 {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self::new(self.x + other.x, self.y + other.y, self.z + other.z)
    }
}

impl Sub for Vector3 {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        self + -other
    }
}

impl Neg for Vector3 {
    type Output = Self;

    fn neg(self) -> Self {
        self * -1.0
    }
}

impl Mul<f64> for Vector3 {
    type Output = Self;

    fn mul(self, factor: f64) -> Self {
        Self::new(self.x * factor, self.y * factor, self.z * factor)
    }
}

/// A rotation, where its norm is 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Quaternion {
    /// The first imaginary part.
    pub x: f64,
    /// The second imaginary part.
    pub y: f64,
    /// The third imaginary part.
    pub z: f64,
    /// The real part.
    pub w: f64,
}

impl Default for Quaternion {
    fn default() -> Self {
        Self::IDENTITY
    }
}

impl Quaternion {
    /// No rotation.
    pub const IDENTITY: Self = Self::new(0.0, 0.0, 0.0, 1.0);

    /// A quaternion of its components.
    pub const fn new(x: f64, y: f64, z: f64, w: f64) -> Self {
        Self { x, y, z, w }
    }

    const fn imaginary(self) -> Vector3 {
        Vector3::new(self.x, self.y, self.z)
    }

    /// The sum of the products of the components.
    pub fn dot(self, other: Self) -> f64 {
        self.x * other.x + self.y * other.y + self.z * other.z + self.w * other.w
    }

    /// The opposite rotation.
    #[must_use]
    pub const fn inverse(self) -> Self {
        Self::new(-self.x, -self.y, -self.z, self.w)
    }

    /// The vector, rotated.
    pub fn rotate(self, vector: Vector3) -> Vector3 {
        let turned = self.imaginary().cross(vector) * 2.0;
        vector + turned * self.w + self.imaginary().cross(turned)
    }

    /// The rotation by `roll` about the fixed x axis, then by `pitch` about y, then by `yaw` about z, in radians.
    pub fn from_rpy(roll: f64, pitch: f64, yaw: f64) -> Self {
        let about = |axis: Vector3, angle: f64| {
            let (sine, cosine) = (angle / 2.0).sin_cos();
            let imaginary = axis * sine;
            Self::new(imaginary.x, imaginary.y, imaginary.z, cosine)
        };
        about(Vector3::new(0.0, 0.0, 1.0), yaw)
            * about(Vector3::new(0.0, 1.0, 0.0), pitch)
            * about(Vector3::new(1.0, 0.0, 0.0), roll)
    }

    /// Roll, pitch and yaw as in [`Self::from_rpy`], in radians. Where pitch is a right angle, roll and yaw
    /// are about one axis, and all of it is roll.
    pub fn to_rpy(self) -> [f64; 3] {
        /// Beyond this sine of the pitch, roll and yaw cannot be told apart.
        const LOCKED: f64 = 1.0 - 1e-12;
        let [[m00, m01, _], [m10, m11, _], [m20, m21, m22]] = self.to_matrix();
        if m20.abs() >= LOCKED {
            let pitch = -m20.signum() * std::f64::consts::FRAC_PI_2;
            return [(-m20.signum() * m01).atan2(m11), pitch, 0.0];
        }
        [m21.atan2(m22), -m20.asin(), m10.atan2(m00)]
    }

    /// The rotation as a matrix, by rows.
    pub fn to_matrix(self) -> [[f64; 3]; 3] {
        let columns = [
            Vector3::new(1.0, 0.0, 0.0),
            Vector3::new(0.0, 1.0, 0.0),
            Vector3::new(0.0, 0.0, 1.0),
        ]
        .map(|axis| self.rotate(axis));
        [
            columns.map(|column| column.x),
            columns.map(|column| column.y),
            columns.map(|column| column.z),
        ]
    }

    /// The rotation at `ratio` of the shorter way to `other`, at constant angular speed.
    #[must_use]
    pub fn slerp(self, other: Self, ratio: f64) -> Self {
        let dot = self.dot(other);
        // A quaternion and its negative are the same rotation: the nearer one is the shorter way.
        let (other, dot) = if dot < 0.0 {
            (other.scaled(-1.0), -dot)
        } else {
            (other, dot)
        };
        let cosine = dot / (self.dot(self) * other.dot(other)).sqrt();
        let angle = cosine.clamp(-1.0, 1.0).acos();
        if angle == 0.0 {
            return self;
        }
        let (from, to) = (
            ((1.0 - ratio) * angle).sin() / angle.sin(),
            (ratio * angle).sin() / angle.sin(),
        );
        self.scaled(from).plus(other.scaled(to))
    }

    /// The rotation as an axis times its angle in radians.
    pub fn rotation_vector(self) -> Vector3 {
        let sine = self.imaginary();
        let length = (sine.x * sine.x + sine.y * sine.y + sine.z * sine.z).sqrt();
        if length < f64::EPSILON {
            return Vector3::default();
        }
        // Of the two ways round, the shorter.
        let (sine, w) = if self.w < 0.0 {
            (-sine, -self.w)
        } else {
            (sine, self.w)
        };
        sine * (2.0 * length.atan2(w) / length)
    }

    fn scaled(self, factor: f64) -> Self {
        Self::new(
            self.x * factor,
            self.y * factor,
            self.z * factor,
            self.w * factor,
        )
    }

    fn plus(self, other: Self) -> Self {
        Self::new(
            self.x + other.x,
            self.y + other.y,
            self.z + other.z,
            self.w + other.w,
        )
    }
}

impl Mul for Quaternion {
    type Output = Self;

    /// The rotation by `other`, then by this.
    fn mul(self, other: Self) -> Self {
        let (a, b) = (self.imaginary(), other.imaginary());
        let v = b * self.w + a * other.w + a.cross(b);
        let w = self.w * other.w - a.x * b.x - a.y * b.y - a.z * b.z;
        Self::new(v.x, v.y, v.z, w)
    }
}

/// A rotation, then a translation: takes what is seen from one frame to what is seen from another.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Transform {
    /// Where the source frame's origin is.
    pub translation: Vector3,
    /// How the source frame is turned.
    pub rotation: Quaternion,
}

impl Transform {
    /// The way back.
    #[must_use]
    pub fn inverse(self) -> Self {
        let rotation = self.rotation.inverse();
        Self {
            translation: -rotation.rotate(self.translation),
            rotation,
        }
    }

    /// The point, seen from the target frame.
    pub fn apply(self, point: Vector3) -> Vector3 {
        self.rotation.rotate(point) + self.translation
    }

    /// The transform at `ratio` of the way to `other`.
    #[must_use]
    pub fn interpolate(self, other: Self, ratio: f64) -> Self {
        Self {
            translation: self.translation.lerp(other.translation, ratio),
            rotation: self.rotation.slerp(other.rotation, ratio),
        }
    }
}

impl Mul for Transform {
    type Output = Self;

    /// `other`, then this.
    fn mul(self, other: Self) -> Self {
        Self {
            translation: self.apply(other.translation),
            rotation: self.rotation * other.rotation,
        }
    }
}
