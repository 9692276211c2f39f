package gpudyno.load;

import gpudyno.model.load.Workload;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// Prompts of a run, in order; equal seeds give equal sequences.
@FunctionalInterface
public interface PromptSource {
    /// Text is made for a number of tokens at this many tokens a word: near what byte-pair tokenizers make of English.
    double TOKENS_PER_WORD = 1.3;

    Supplier<Prompt> prompts(long seed);

    /// Remarks about the prompts that readers of a run's figures need; empty if there are none.
    default List<String> notes() {
        return List.of();
    }

    /// The built-in corpus' sentences, drawn by the workload's Zipf law.
    static PromptSource corpus(Workload workload) {
        List<Prompt> all = Corpus.sentences(workload.distinctPrompts()).stream()
                .map(text -> new Prompt(text, null, Vocabulary.estimatedTokens(text), 0)).toList();
        return seed -> {
            Zipf zipf = new Zipf(all.size(), workload.zipf(), seed);
            return () -> all.get(zipf.next());
        };
    }

    /// Generated text of drawn lengths, for a target whose tokens cannot be counted.
    static PromptSource synthetic(LengthDistribution input, LengthDistribution output, SharedPrefixes prefixes) {
        return synthetic(input, output, prefixes, Vocabulary.ESTIMATED);
    }

    /// Generated text of drawn lengths.
    static PromptSource synthetic(LengthDistribution input, LengthDistribution output, SharedPrefixes prefixes, Vocabulary vocabulary) {
        return noted(List.of(vocabulary.told()), seed -> {
            SplittableRandom root = new SplittableRandom(seed);
            SplittableRandom inputs = root.split();
            SplittableRandom outputs = root.split();
            SplittableRandom texts = root.split();
            Supplier<String> prefix = prefixes.drawn(root.nextLong(), vocabulary);
            return () -> {
                int tokens = input.draw(inputs);
                String begin = prefix.get();
                int begun = begin.isEmpty() ? 0 : prefixes.tokens();
                String text = begin + vocabulary.text(Math.max(1, tokens - begun - vocabulary.around()), texts.nextLong());
                return new Prompt(text, null, Math.max(tokens, begun), output.draw(outputs));
            };
        });
    }

    /// Text with the lengths recorded in a trace, for a target whose tokens cannot be counted.
    static PromptSource recorded(Trace trace) {
        return recorded(trace, Vocabulary.ESTIMATED);
    }

    /// Text of the lengths a trace recorded, in its order, again from the start when it ends; equal block hashes give equal text, so that
    /// prompts share the same prefixes as in the trace.
    static PromptSource recorded(Trace trace, Vocabulary vocabulary) {
        List<String> notes = Stream.concat(trace.notes().stream(), Stream.of(vocabulary.told())).toList();
        return noted(notes, seed -> new Supplier<>() {
            private Iterator<Trace.Arrival> next = trace.arrivals();
            private long number;

            @Override
            public Prompt get() {
                if (!next.hasNext()) {
                    next = trace.arrivals();
                    number = 0;
                }
                return vocabulary.prompt(trace, next.next(), seed, ++number);
            }
        });
    }

    /// Lengths drawn from a trace's, input and output of one request together.
    static PromptSource lengthsOf(Trace trace, Vocabulary vocabulary) {
        return noted(List.of(vocabulary.told()), seed -> {
            List<Trace.Arrival> all = trace.drawn(seed);
            SplittableRandom random = new SplittableRandom(seed);
            return () -> vocabulary.prompt(trace, all.get(random.nextInt(all.size())), random.nextLong(), 0);
        });
    }

    /// The prompts of a file in order, again from the start at its end; [PromptFile] knows the data sets' forms.
    ///
    /// @throws IllegalArgumentException naming the line that holds no prompt
    static PromptSource file(Path file) {
        return PromptFile.read(file);
    }

    private static PromptSource noted(List<String> notes, PromptSource source) {
        return new PromptSource() {
            @Override
            public Supplier<Prompt> prompts(long seed) {
                return source.prompts(seed);
            }

            @Override
            public List<String> notes() {
                return notes;
            }
        };
    }
}
