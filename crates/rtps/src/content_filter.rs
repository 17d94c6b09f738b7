//! What a reader tells of the samples that it wants, and what a writer makes of that.

use std::fmt;
use std::sync::Arc;

/// A reader's filter as its peers are told of it, so that writers who understand it need not send what the reader would
/// pass over (ContentFilterProperty, DDSI-RTPS §8.7.3, §9.6.2.2).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ContentFilterProperty {
    /// The name of the filtered topic, at most 255 bytes.
    pub content_filtered_topic_name: String,
    /// The topic that it filters, at most 255 bytes.
    pub related_topic_name: String,
    /// The language of the expression; `DDSSQL` is the one of the standard.
    pub filter_class_name: String,
    /// The condition. An empty one filters nothing.
    pub filter_expression: String,
    /// The values of `%0`, `%1` and so on.
    pub expression_parameters: Vec<String>,
}

impl ContentFilterProperty {
    /// What it takes up in memory, in bytes.
    pub(crate) fn size(&self) -> usize {
        let parameters = self.expression_parameters.iter();
        size_of::<Self>()
            + self.content_filtered_topic_name.len()
            + self.related_topic_name.len()
            + self.filter_class_name.len()
            + self.filter_expression.len()
            + parameters
                .map(|parameter| size_of::<String>() + parameter.len())
                .sum::<usize>()
    }
}

/// Which payloads a remote reader wants.
#[derive(Clone)]
pub struct PayloadFilter(Arc<Wants>);

type Wants = dyn Fn(&[u8]) -> bool + Send + Sync;

impl PayloadFilter {
    /// Those of which `wants` says so. It is called while the writer is locked, once for each sample: it must be quick
    /// and leave the writer alone.
    pub fn new(wants: impl Fn(&[u8]) -> bool + Send + Sync + 'static) -> Self {
        Self(Arc::new(wants))
    }

    pub(crate) fn wants(&self, payload: &[u8]) -> bool {
        (self.0)(payload)
    }
}

impl fmt::Debug for PayloadFilter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PayloadFilter")
    }
}

/// How a writer understands the filters of its remote readers, so as not to send what they would pass over. The
/// default understands none.
#[derive(Clone, Default)]
pub struct FilterCompiler(Option<Arc<Compile>>);

type Compile = dyn Fn(&ContentFilterProperty) -> Option<PayloadFilter> + Send + Sync;

impl FilterCompiler {
    /// As `compile` does. Where it understands a filter not and returns `None`, the reader is sent everything: it
    /// passes over by itself what it does not want.
    pub fn new(
        compile: impl Fn(&ContentFilterProperty) -> Option<PayloadFilter> + Send + Sync + 'static,
    ) -> Self {
        Self(Some(Arc::new(compile)))
    }

    pub(crate) fn compile(&self, filter: &ContentFilterProperty) -> Option<PayloadFilter> {
        self.0.as_ref().and_then(|compile| compile(filter))
    }
}

impl fmt::Debug for FilterCompiler {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0.is_some() { "some" } else { "none" })
    }
}
