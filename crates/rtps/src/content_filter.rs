//! What a reader tells of the samples that it wants.

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
