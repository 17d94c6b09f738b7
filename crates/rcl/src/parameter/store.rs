//! A node's parameters.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, OnceLock, Weak};

use rosebay_locks::{Mutex, ReentrantMutex, ReentrantMutexGuard};

use super::callbacks::Callbacks;
use super::descriptor::Rejection;
use super::{
    Parameter, ParameterCallback, ParameterDescriptor, ParameterError, ParameterType,
    ParameterValue, ParameterVariant, SetParametersResult,
};
use crate::action::time_parts;
use crate::interfaces::builtin_interfaces::msg::Time as TimeMessage;
use crate::interfaces::rcl_interfaces::msg::ParameterEvent;
use crate::{Clock, Publisher};

pub(super) type Result<T> = std::result::Result<T, ParameterError>;

/// What stands between the parts of a parameter's name.
pub(super) const SEPARATOR: char = '.';

/// Names of parameters, and what stands before the last separator of those that have one.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ListParametersResult {
    /// The names, in the order of their declaration.
    pub names: Vec<String>,
    /// The prefixes, in the order in which they first come.
    pub prefixes: Vec<String>,
}

/// A node's parameters. Clones are the same parameters.
#[derive(Clone)]
pub struct Parameters(Arc<Store>);

struct Store {
    node_name: String,
    clock: Clock,
    allow_undeclared: bool,
    overrides: Vec<Parameter>,
    /// Held while parameters are set, with their callbacks, so that a set is whole. A callback may set
    /// others.
    setting: ReentrantMutex,
    state: Mutex<State>,
    callbacks: Arc<Callbacks>,
    events: OnceLock<Weak<Publisher<ParameterEvent>>>,
}

#[derive(Default)]
struct State {
    declared: u64,
    entries: HashMap<String, Entry>,
}

struct Entry {
    /// Which declaration it was.
    order: u64,
    value: ParameterValue,
    descriptor: ParameterDescriptor,
}

impl fmt::Debug for Parameters {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Parameters")
            .field("node", &self.0.node_name)
            .finish_non_exhaustive()
    }
}

impl State {
    /// Stores a value. Returns whether there was none before.
    fn store(&mut self, parameter: &Parameter, descriptor: Option<&ParameterDescriptor>) -> bool {
        self.declared += 1;
        let order = self.declared;
        let entry = self.entries.entry(parameter.name.clone());
        let entry = entry.or_insert_with(|| Entry {
            order,
            value: ParameterValue::NotSet,
            descriptor: ParameterDescriptor {
                dynamic_typing: true,
                ..Default::default()
            },
        });
        if let Some(descriptor) = descriptor {
            entry.descriptor = descriptor.clone();
        }
        entry.put(parameter)
    }
}

impl Entry {
    fn put(&mut self, parameter: &Parameter) -> bool {
        self.descriptor.name.clone_from(&parameter.name);
        if self.descriptor.dynamic_typing {
            self.descriptor.parameter_type = parameter.value.parameter_type();
        }
        let before = std::mem::replace(&mut self.value, parameter.value.clone());
        !before.is_set()
    }
}

impl Parameters {
    pub(crate) fn new(
        node_name: String,
        clock: Clock,
        allow_undeclared: bool,
        overrides: Vec<Parameter>,
    ) -> Self {
        Self(Arc::new(Store {
            node_name,
            clock,
            allow_undeclared,
            overrides,
            setting: ReentrantMutex::new(),
            state: Mutex::default(),
            callbacks: Arc::default(),
            events: OnceLock::new(),
        }))
    }

    /// Begins to set or declare parameters: another thread waits until the guard drops.
    pub(super) fn begin_setting(&self) -> ReentrantMutexGuard<'_> {
        self.0.setting.lock()
    }

    /// Where changes are told, while that lives.
    pub(crate) fn tell_changes(&self, events: &Arc<Publisher<ParameterEvent>>) {
        let _first = self.0.events.set(Arc::downgrade(events));
    }

    /// The values that arguments, files and the node's options give to parameters when they are declared.
    pub fn overrides(&self) -> &[Parameter] {
        &self.0.overrides
    }

    /// Whether parameters may be set without having been declared.
    pub fn allow_undeclared(&self) -> bool {
        self.0.allow_undeclared
    }

    /// Forgets a parameter. Nobody is told, as upstream.
    ///
    /// # Errors
    /// When it was not declared, or is read-only.
    pub fn undeclare(&self, name: &str) -> Result<()> {
        let _setting = self.begin_setting();
        let mut state = self.0.state.lock();
        match state.entries.get(name) {
            None => Err(ParameterError::not_declared(name)),
            Some(entry) if entry.descriptor.read_only => Err(ParameterError::Immutable {
                name: name.to_owned(),
            }),
            Some(_) => {
                state.entries.remove(name);
                Ok(())
            }
        }
    }

    /// Whether a parameter is declared.
    pub fn has(&self, name: &str) -> bool {
        self.0.state.lock().entries.contains_key(name)
    }

    /// A declared parameter's value, as it is.
    pub(super) fn value(&self, name: &str) -> Option<ParameterValue> {
        let state = self.0.state.lock();
        state.entries.get(name).map(|entry| entry.value.clone())
    }

    /// A parameter's value. That of an undeclared one is not set, where those are allowed.
    ///
    /// # Errors
    /// When it was not declared, or is of a fixed type and has no value yet.
    pub fn get(&self, name: &str) -> Result<ParameterValue> {
        match self.0.state.lock().entries.get(name) {
            Some(entry) if !entry.value.is_set() && !entry.descriptor.dynamic_typing => {
                Err(ParameterError::Uninitialized {
                    name: name.to_owned(),
                })
            }
            Some(entry) => Ok(entry.value.clone()),
            None if self.0.allow_undeclared => Ok(ParameterValue::NotSet),
            None => Err(ParameterError::not_declared(name)),
        }
    }

    /// A parameter's value as the Rust type that it is of.
    ///
    /// # Errors
    /// As [`Self::get`]; also when the value is of another type.
    pub fn get_as<T: ParameterVariant>(&self, name: &str) -> Result<T> {
        variant(name, self.get(name)?)
    }

    /// A parameter's value, or another one where it is not declared or not set.
    pub fn get_or(&self, name: &str, alternative: impl Into<ParameterValue>) -> ParameterValue {
        match self.value(name) {
            Some(value) if value.is_set() => value,
            _ => alternative.into(),
        }
    }

    /// The parameters whose names begin with `<prefix>.`, without that; all where the prefix is empty.
    pub fn get_by_prefix(&self, prefix: &str) -> Vec<Parameter> {
        let prefix = match prefix {
            "" => String::new(),
            prefix => format!("{prefix}{SEPARATOR}"),
        };
        let state = self.0.state.lock();
        let found = sorted(&state).into_iter().filter_map(|(name, entry)| {
            Some(Parameter {
                name: name.strip_prefix(&prefix)?.to_owned(),
                value: entry.value.clone(),
            })
        });
        found.collect()
    }

    /// The type of a parameter's value.
    ///
    /// # Errors
    /// When it was not declared and that is not allowed.
    pub fn get_type(&self, name: &str) -> Result<ParameterType> {
        match self.value(name) {
            Some(value) => Ok(value.parameter_type()),
            None if self.0.allow_undeclared => Ok(ParameterType::NotSet),
            None => Err(ParameterError::not_declared(name)),
        }
    }

    /// A parameter's descriptor; an empty one of an undeclared parameter, where those are allowed.
    ///
    /// # Errors
    /// When it was not declared and that is not allowed.
    pub fn describe(&self, name: &str) -> Result<ParameterDescriptor> {
        match self.0.state.lock().entries.get(name) {
            Some(entry) => Ok(entry.descriptor.clone()),
            None if self.0.allow_undeclared => Ok(ParameterDescriptor::default()),
            None => Err(ParameterError::not_declared(name)),
        }
    }

    /// The names that are, or begin with, one of the prefixes and a separator; all where there are no
    /// prefixes. Those with `depth` separators or more behind the prefix are left out, unless `depth` is 0.
    pub fn list(&self, prefixes: &[impl AsRef<str>], depth: u64) -> ListParametersResult {
        let near = |rest: &str| {
            let separators = rest.matches(SEPARATOR).count();
            depth == 0 || u64::try_from(separators).is_ok_and(|separators| separators < depth)
        };
        let concerns = |name: &str, prefix: &str| {
            let rest = name.strip_prefix(prefix);
            rest.is_some_and(|rest| {
                rest.is_empty() || rest.strip_prefix(SEPARATOR).is_some_and(near)
            })
        };
        let is_wanted = |name: &str| match prefixes {
            [] => near(name),
            prefixes => prefixes
                .iter()
                .any(|prefix| concerns(name, prefix.as_ref())),
        };
        let mut result = ListParametersResult::default();
        let state = self.0.state.lock();
        for (name, _) in sorted(&state) {
            if !is_wanted(name) {
                continue;
            }
            result.names.push(name.clone());
            if let Some((prefix, _)) = name.rsplit_once(SEPARATOR)
                && !result.prefixes.iter().any(|known| known == prefix)
            {
                result.prefixes.push(prefix.to_owned());
            }
        }
        result
    }

    /// Sets one parameter.
    ///
    /// # Errors
    /// When it was not declared and that is not allowed, or when the descriptor or a callback rejects the
    /// value.
    pub fn set(&self, name: &str, value: impl Into<ParameterValue>) -> Result<()> {
        let parameter = Parameter::new(name, value);
        let result = self.set_atomically(std::slice::from_ref(&parameter))?;
        if result.successful {
            return Ok(());
        }
        Err(ParameterError::InvalidValue {
            name: parameter.name,
            value: parameter.value,
            reason: result.reason,
        })
    }

    /// Sets parameters one after the other, and goes on where one is rejected. A value that is not set
    /// forgets a parameter of dynamic type.
    ///
    /// # Errors
    /// At the first one that was not declared, where that is not allowed; those before it stay set.
    pub fn set_all(&self, parameters: &[Parameter]) -> Result<Vec<SetParametersResult>> {
        let parameters = parameters.iter();
        parameters
            .map(|parameter| self.set_atomically(std::slice::from_ref(parameter)))
            .collect()
    }

    /// Sets all of the parameters, or none where one is rejected.
    ///
    /// # Errors
    /// When one was not declared and that is not allowed.
    pub fn set_atomically(&self, parameters: &[Parameter]) -> Result<SetParametersResult> {
        let _setting = self.begin_setting();
        let modified = self.0.callbacks.pre_set(parameters);
        let parameters = modified.as_deref().unwrap_or(parameters);
        if modified.is_some() && parameters.is_empty() {
            return Ok(SetParametersResult::failure(
                "parameter list cannot be empty, this might be due to pre_set_parameters_callback \
                 modifying the original parameters list.",
            ));
        }
        if !self.0.allow_undeclared {
            let names = parameters.iter().map(|parameter| &parameter.name);
            let names: Vec<_> = names.filter(|name| !self.has(name)).cloned().collect();
            if !names.is_empty() {
                return Err(ParameterError::NotDeclared { names });
            }
        }
        Ok(match self.change(parameters, None) {
            Ok(()) => SetParametersResult::success(),
            Err(rejection) => SetParametersResult::failure(rejection.reason()),
        })
    }

    /// Checks parameters, asks the callbacks, stores the values and tells of them. With a descriptor the
    /// parameter is new, and may be without a value.
    pub(super) fn change(
        &self,
        parameters: &[Parameter],
        declared: Option<&ParameterDescriptor>,
    ) -> std::result::Result<(), Rejected> {
        self.check(parameters, declared)?;
        self.0
            .callbacks
            .on_set(parameters)
            .map_err(|reason| Rejected {
                rejection: Rejection::Reason(reason),
                value: ParameterValue::NotSet,
            })?;
        let event = self.store(parameters, declared);
        if let Some(publisher) = self.0.events.get().and_then(Weak::upgrade) {
            // The context may have been shut down. The parameters are set nevertheless.
            if let Err(error) = publisher.publish(&event) {
                tracing::debug!(target: "rcl", "a parameter event was not published: {error}");
            }
        }
        self.0.callbacks.post_set(parameters);
        Ok(())
    }

    fn check(
        &self,
        parameters: &[Parameter],
        declared: Option<&ParameterDescriptor>,
    ) -> std::result::Result<(), Rejected> {
        let state = self.0.state.lock();
        for parameter in parameters {
            let entry = state.entries.get(&parameter.name);
            let own = entry.map(|entry| &entry.descriptor);
            let Some(descriptor) = declared.or(own) else {
                continue;
            };
            let rejected = |rejection| Rejected {
                rejection,
                value: parameter.value.clone(),
            };
            if declared.is_none() && descriptor.read_only {
                return Err(rejected(Rejection::Reason(format!(
                    "Trying to set a read-only parameter: {}.",
                    parameter.name
                ))));
            }
            descriptor
                .check(&parameter.name, &parameter.value, entry.is_some())
                .map_err(rejected)?;
        }
        Ok(())
    }

    fn store(
        &self,
        parameters: &[Parameter],
        declared: Option<&ParameterDescriptor>,
    ) -> ParameterEvent {
        let mut event = ParameterEvent {
            node: self.0.node_name.clone(),
            ..Default::default()
        };
        let mut state = self.0.state.lock();
        for parameter in parameters {
            let list = if declared.is_none() && !parameter.value.is_set() {
                state.entries.remove(&parameter.name);
                &mut event.deleted_parameters
            } else if state.store(parameter, declared) {
                &mut event.new_parameters
            } else {
                &mut event.changed_parameters
            };
            list.push(parameter.to_message());
        }
        let (sec, nanosec) = time_parts(self.0.clock.now_ns());
        event.stamp = TimeMessage { sec, nanosec };
        event
    }

    /// Gives a parameter another descriptor, and the alternative value where its present one does not fit.
    /// Returns the value.
    ///
    /// # Errors
    /// When it was not declared and that is not allowed, is read-only, is not initialized, or no value fits.
    pub fn set_descriptor(
        &self,
        name: &str,
        mut descriptor: ParameterDescriptor,
        alternative: Option<ParameterValue>,
    ) -> Result<ParameterValue> {
        let _setting = self.begin_setting();
        let current = self.get(name)?;
        let mut state = self.0.state.lock();
        let Some(entry) = state.entries.get_mut(name) else {
            return Ok(current);
        };
        if entry.descriptor.read_only {
            return Err(ParameterError::Immutable {
                name: name.to_owned(),
            });
        }
        let mut value = current;
        if descriptor.check(name, &value, true).is_err() {
            value = alternative.unwrap_or(value);
            if let Err(rejection) = descriptor.check(name, &value, true) {
                return Err(ParameterError::InvalidValue {
                    name: name.to_owned(),
                    reason: rejection.reason(&value),
                    value,
                });
            }
        }
        std::mem::swap(&mut entry.descriptor, &mut descriptor);
        entry.put(&Parameter {
            name: name.to_owned(),
            value: value.clone(),
        });
        Ok(value)
    }

    /// Has `callback` say what is to be set instead, before the parameters are checked, until the handle
    /// drops. It is not called when parameters are declared. With several callbacks all their answers are set.
    pub fn on_pre_set(
        &self,
        callback: impl Fn(&[Parameter]) -> Vec<Parameter> + Send + Sync + 'static,
    ) -> ParameterCallback {
        self.0.callbacks.add_pre_set(Arc::new(callback))
    }

    /// Has `callback` asked whether parameters may be set or declared, until the handle drops. It is asked
    /// about values that the descriptors allow, and must have no effect: another may still refuse.
    pub fn on_set(
        &self,
        callback: impl Fn(&[Parameter]) -> SetParametersResult + Send + Sync + 'static,
    ) -> ParameterCallback {
        self.0.callbacks.add_on_set(Arc::new(callback))
    }

    /// Has `callback` told of parameters that were set or declared, until the handle drops.
    pub fn on_post_set(
        &self,
        callback: impl Fn(&[Parameter]) + Send + Sync + 'static,
    ) -> ParameterCallback {
        self.0.callbacks.add_post_set(Arc::new(callback))
    }
}

/// Why values were not set, and which one it was.
pub(super) struct Rejected {
    rejection: Rejection,
    value: ParameterValue,
}

impl Rejected {
    fn reason(&self) -> String {
        self.rejection.reason(&self.value)
    }

    pub(super) fn into_error(self, name: &str, value: &ParameterValue) -> ParameterError {
        self.rejection.into_error(name, value)
    }
}

fn sorted(state: &State) -> Vec<(&String, &Entry)> {
    let mut entries: Vec<_> = state.entries.iter().collect();
    entries.sort_by_key(|(_, entry)| entry.order);
    entries
}

pub(super) fn variant<T: ParameterVariant>(name: &str, value: ParameterValue) -> Result<T> {
    value
        .try_into()
        .map_err(|value| ParameterError::InvalidType {
            name: name.to_owned(),
            value,
            expected: T::TYPE,
        })
}
