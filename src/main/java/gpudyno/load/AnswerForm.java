package gpudyno.load;

/// What answers are made of.
public enum AnswerForm {
    /// Anything; only its status and its end matter.
    ANY,
    /// An OpenAI chat or completion answer as server-sent events.
    TOKEN_STREAM
}
