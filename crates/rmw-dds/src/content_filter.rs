//! Content filters, on both sides: what a reader wants and tells, and what a writer need not send.

use std::sync::Arc;

use rosebay_rmw::{ContentFilter, ContentFilterOptions};
use rosebay_rosidl::MessageType;
use rosebay_rtps::{ContentFilterProperty, FilterCompiler, PayloadFilter, SampleFilter};

use crate::endpoint::ReaderFilter;

/// The language of the standard (DDS 1.4, Annex B).
const FILTER_CLASS: &str = "DDSSQL";

/// A content filter as the engine knows it, under the names that upstream gives.
pub(crate) fn reader_filter(wire_topic: &str, filter: Option<ContentFilter>) -> ReaderFilter {
    let Some(filter) = filter else {
        return ReaderFilter::default();
    };
    let told = ContentFilterProperty {
        content_filtered_topic_name: format!("{wire_topic}_filtered_name"),
        related_topic_name: wire_topic.to_owned(),
        filter_class_name: FILTER_CLASS.to_owned(),
        filter_expression: filter.options.filter_expression.clone(),
        expression_parameters: filter.options.expression_parameters.clone(),
    };
    let wanted = SampleFilter::new(move |sample| filter.accepts(&sample.payload));
    (wanted, Some(told))
}

/// How a writer of messages of a type understands its readers' filters. What it cannot read holds nothing back.
pub(crate) fn filter_compiler(message_type: Arc<MessageType>) -> FilterCompiler {
    FilterCompiler::new(move |told| {
        if told.filter_class_name != FILTER_CLASS {
            return None;
        }
        let options = ContentFilterOptions {
            filter_expression: told.filter_expression.clone(),
            expression_parameters: told.expression_parameters.clone(),
        };
        let filter = ContentFilter::new(&message_type, &options)
            .inspect_err(|error| tracing::debug!("a reader's filter is not heeded: {error}"))
            .ok()?;
        Some(PayloadFilter::new(move |payload| filter.accepts(payload)))
    })
}
