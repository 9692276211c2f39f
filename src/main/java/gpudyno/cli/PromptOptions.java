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

/// Options of what requests ask: the built-in corpus, made-up text of drawn lengths, a file of prompts, or what a trace recorded.
final class PromptOptions {
    @Option(names = "--prompts", paramLabel = "N", description = "distinct prompts of the built-in corpus (default: ${DEFAULT-VALUE})")
    private int prompts = 5000;
    @Option(names = "--zipf", paramLabel = "S", description = "exponent of their popularity; 0 is uniform (default: ${DEFAULT-VALUE})")
    private double zipf = 1.0;
    @Option(names = "--prompt-file", paramLabel = "F", description = "JSON lines or an array: strings, or objects with prompt, text, question, messages, conversations (ShareGPT), turns or instruction, and perhaps max_tokens")
    private @Nullable Path file;
    @Option(names = "--input-tokens", paramLabel = "L", description = "made-up prompts of so many tokens: 512, normal:512,100 or lognormal:512,300 (mean, deviation)")
    private @Nullable String inputTokens;
    @Option(names = "--tokenizer", paramLabel = "F", description = "the target's tokenizer.json, so that made-up prompts have exactly as many tokens; none: words only (default: the node's own model's, else the server's /tokenize, else words)")
    private @Nullable String tokenizer;
    @Option(names = "--output-tokens", paramLabel = "L", description = "tokens asked for, written the same way (default: --max-tokens)")
    private @Nullable String outputTokens;
    @Option(names = "--lengths-from", paramLabel = "F", description = "made-up prompts with lengths drawn from a trace")
    private @Nullable String lengthsFrom;
    @Option(names = "--shared-prefix", paramLabel = "T[,N]", description = "with --input-tokens: N different beginnings of T tokens")
    private @Nullable String sharedPrefix;

    @Option(names = "--turns", paramLabel = "N", description = "conversations of so many turns, written as lengths are; --rate is of conversations then")
    private @Nullable String turns;
    @Option(names = "--answer-time", paramLabel = "D", converter = Quantities.DurationConverter.class, description = "with --turns: how long an answer is expected to take; the next turn is due then, whether or not it has ended")
    private @Nullable Duration answerTime;
    @Option(names = "--pause", paramLabel = "D", converter = Quantities.DurationConverter.class, description = "with --turns: between an answer's expected end and the next turn (default 0s)")
    private @Nullable Duration pause;

    /// Set where the trace that gives the arrivals gives the prompts too.
    private @Nullable Trace replayed;

    void replay(@Nullable Trace trace) {
        replayed = trace;
    }

    /// Where the target's tokenizer is; null to look for it.
    @Nullable
    String tokenizer() {
        return tokenizer;
    }

    /// @param vocabulary of made-up prompts; asked only where there are such
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
                : PromptSource.corpus(new Workload(prompts, zipf, seed));
    }

    /// Null where requests do not belong together.
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
