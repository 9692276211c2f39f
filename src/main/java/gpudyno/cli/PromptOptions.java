package gpudyno.cli;

import gpudyno.load.LengthDistribution;
import gpudyno.load.PromptSource;
import gpudyno.load.SharedPrefixes;
import gpudyno.load.Trace;
import gpudyno.load.Turns;
import gpudyno.load.Vocabulary;
import gpudyno.model.load.Workload;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Options for the prompts of requests: the built-in corpus, generated text of drawn lengths, a file of prompts, or the lengths in a trace.
final class PromptOptions {
    @Option(names = "--prompts", paramLabel = "N", description = "number of different prompts from the built-in text collection (default: ${DEFAULT-VALUE})")
    private int prompts = 5000;
    @Option(names = "--zipf", paramLabel = "S", description = "exponent of the Zipf distribution that chooses among the prompts; 0 chooses all equally often (default: ${DEFAULT-VALUE})")
    private double zipf = 1.0;
    @Option(names = "--prompt-file", paramLabel = "F", description = "prompts as JSON lines or a JSON array: strings, or objects with prompt, text, question, messages, conversations (ShareGPT), turns or instruction, and optionally max_tokens")
    private @Nullable Path file;
    @Option(names = "--input-tokens", paramLabel = "L", description = "generated prompts with this number of tokens: 512 (fixed), normal:512,100 or lognormal:512,300 (mean, standard deviation)")
    private @Nullable String inputTokens;
    @Option(names = "--tokenizer", paramLabel = "F", description = "the target's tokenizer.json, so that generated prompts have exactly the wanted number of tokens; none: count words instead (default: the tokenizer of the node's own model, else the server's /tokenize, else words)")
    private @Nullable String tokenizer;
    @Option(names = "--output-tokens", paramLabel = "L", description = "number of tokens to request for each answer, written like --input-tokens (default: --max-tokens)")
    private @Nullable String outputTokens;
    @Option(names = "--lengths-from", paramLabel = "F", description = "generated prompts whose lengths are drawn from this trace file")
    private @Nullable String lengthsFrom;
    @Option(names = "--shared-prefix", paramLabel = "T[,N]", description = "with --input-tokens: prompts start with one of N different prefixes of T tokens")
    private @Nullable String sharedPrefix;

    @Option(names = "--turns", paramLabel = "N", description = "send conversations with this number of turns, written like --input-tokens; --rate then counts conversations")
    private @Nullable String turns;
    @Option(names = "--answer-time", paramLabel = "D", converter = Quantities.DurationConverter.class, description = "with --turns: how long an answer is expected to take; the next turn is due after that time, even if the answer has not ended")
    private @Nullable Duration answerTime;
    @Option(names = "--pause", paramLabel = "D", converter = Quantities.DurationConverter.class, description = "with --turns: the pause between an answer's expected end and the next turn (default 0s)")
    private @Nullable Duration pause;

    /// Set if the trace that gives the arrivals also gives the prompts.
    private @Nullable Trace replayed;

    void replay(@Nullable Trace trace) {
        replayed = trace;
    }

    /// Where the target's tokenizer is; null to look for it.
    @Nullable
    String tokenizer() {
        return tokenizer;
    }

    /// @param vocabulary words for generated prompts; called only if there are such prompts
    PromptSource source(long seed, Supplier<Vocabulary> vocabulary) {
        if (Stream.of(file, inputTokens, lengthsFrom).filter(java.util.Objects::nonNull).count() > 1) {
            throw new IllegalArgumentException("give one of --prompt-file, --input-tokens and --lengths-from");
        }
        if (inputTokens == null && (outputTokens != null || sharedPrefix != null)) {
            throw new IllegalArgumentException("--output-tokens and --shared-prefix go with --input-tokens");
        }
        Path prompted = file;
        if (prompted != null) {
            return Flag.read("--prompt-file", () -> PromptSource.file(prompted));
        }
        if (inputTokens != null) {
            return PromptSource.synthetic(length("--input-tokens", inputTokens),
                    outputTokens == null ? LengthDistribution.fixed(128) : length("--output-tokens", outputTokens),
                    prefixes(sharedPrefix),
                    vocabulary.get());
        }
        if (lengthsFrom != null) {
            return PromptSource.lengthsOf(Trace.read(lengthsFrom), vocabulary.get());
        }
        return replayed != null
                ? PromptSource.recorded(replayed, vocabulary.get())
                : PromptSource.corpus(workload(seed));
    }

    /// Prompts of the built-in collection, as the options draw them.
    Workload workload(long seed) {
        return new Workload(prompts, zipf, seed);
    }

    /// Null if requests are not parts of conversations.
    @Nullable
    Turns turns() {
        if (turns == null) {
            if (answerTime != null || pause != null) {
                throw new IllegalArgumentException("--answer-time and --pause go with --turns");
            }
            return null;
        }
        if (answerTime == null) {
            throw new IllegalArgumentException("--turns needs --answer-time: how long an answer is expected to take, such as 3s");
        }
        LengthDistribution count = length("--turns", turns);
        Duration answer = answerTime;
        return Flag.read("--turns, --answer-time, --pause", () -> new Turns(count, answer, pause == null ? Duration.ZERO : pause));
    }

    private static SharedPrefixes prefixes(@Nullable String text) {
        return text == null ? SharedPrefixes.NONE : Flag.read("--shared-prefix", () -> SharedPrefixes.parse(text));
    }

    private static LengthDistribution length(String option, String text) {
        return Flag.read(option, () -> LengthDistribution.parse(text));
    }
}
