//! Services: calls that are answered.
