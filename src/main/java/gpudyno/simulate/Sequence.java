package gpudyno.simulate;

import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Stream;

/// One request inside the simulated server. The scheduler's thread owns it; `events` hands over to the thread that answers.
final class Sequence {
    enum Event {
        TOKEN,
        END
    }

    /// What every generated token says.
    static final String TOKEN = "word";

    final List<String> prompt;
    final int maxTokens;
    final LinkedBlockingQueue<Event> events = new LinkedBlockingQueue<>();
    /// Tokens whose keys and values are in blocks.
    int computed;
    int generated;
    /// `System.nanoTime()` when it came, was first taken into a step, got its first and its latest token; 0 before that.
    long arrived;
    long scheduled;
    long firstToken;
    long lastToken;
    int blocks;

    Sequence(List<String> prompt, int maxTokens) {
        this.prompt = prompt;
        this.maxTokens = maxTokens;
    }

    /// The prompt and what was generated: how the next turn of a conversation begins.
    List<String> said() {
        return Stream.concat(prompt.stream(), Stream.generate(() -> TOKEN).limit(generated)).toList();
    }

    /// Tokens that must be computed before the next one can be told.
    int length() {
        return prompt.size() + generated;
    }
}
