package gpudyno.load;

/// The form of answers.
public enum AnswerForm {
    /// Anything; only its status, its end and its checks matter.
    ANY,
    /// An OpenAI answer in one piece, its tokens counted in `usage`.
    TOKENS,
    /// An OpenAI chat or completion answer as server-sent events.
    TOKEN_STREAM
}
