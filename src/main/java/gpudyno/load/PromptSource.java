package gpudyno.load;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import gpudyno.model.load.Workload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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

    /// The built-in corpus' sentences, drawn by the workload's Zipf law.
    static PromptSource corpus(Workload workload) {
        List<Prompt> all = Corpus.sentences(workload.distinctPrompts()).stream()
                .map(text -> new Prompt(text, null, SyntheticText.estimatedTokens(text), 0)).toList();
        return seed -> {
            Zipf zipf = new Zipf(all.size(), workload.zipf(), seed);
            return () -> all.get(zipf.next());
        };
    }

    /// Made-up text of drawn lengths.
    static PromptSource synthetic(LengthDistribution input, LengthDistribution output, SharedPrefixes prefixes) {
        return seed -> {
            SplittableRandom root = new SplittableRandom(seed);
            SplittableRandom inputs = root.split();
            SplittableRandom outputs = root.split();
            SplittableRandom texts = root.split();
            Supplier<String> prefix = prefixes.drawn(root.nextLong());
            return () -> {
                int tokens = input.draw(inputs);
                String begin = prefix.get();
                int rest = Math.max(1, tokens - (begin.isEmpty() ? 0 : prefixes.tokens()));
                String text = begin + SyntheticText.of(rest, texts.nextLong());
                return new Prompt(text, null, Math.max(tokens, begin.isEmpty() ? 0 : prefixes.tokens()), output.draw(outputs));
            };
        };
    }

    /// Text of the lengths a trace recorded, in its order, again from the start when it ends; equal block hashes give equal text, so that
    /// what prompts shared they share again.
    static PromptSource recorded(Trace trace) {
        return seed -> {
            int[] next = {0};
            return () -> trace.arrivals().get(next[0]++ % trace.arrivals().size()).prompt(seed, next[0]);
        };
    }

    /// Lengths drawn from a trace's, input and output of one request together.
    static PromptSource lengthsOf(Trace trace) {
        return seed -> {
            SplittableRandom random = new SplittableRandom(seed);
            return () -> trace.arrivals().get(random.nextInt(trace.arrivals().size())).prompt(random.nextLong(), 0);
        };
    }

    /// The lines of a JSONL file in order, again from the start at its end: each a string, or an object with `prompt` (or `text` or `input`)
    /// or `messages`, and perhaps `max_tokens`.
    ///
    /// @throws IllegalArgumentException naming the line that is none of these
    static PromptSource file(Path file) {
        ObjectMapper json = new ObjectMapper();
        List<Prompt> all = new ArrayList<>();
        try (Stream<String> lines = Files.lines(file)) {
            int number = 0;
            for (String line : (Iterable<String>) lines::iterator) {
                number++;
                if (!line.isBlank()) {
                    all.add(SyntheticText.read(json.readTree(line), file, number));
                }
            }
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("--prompt-file " + file + ", line " + (all.size() + 1) + ": no JSON", e);
        } catch (IOException | java.io.UncheckedIOException e) {
            throw new IllegalArgumentException("--prompt-file " + file + " cannot be read: " + e.getMessage(), e);
        }
        if (all.isEmpty()) {
            throw new IllegalArgumentException("--prompt-file " + file + " holds no prompt");
        }
        return _ -> {
            int[] next = {0};
            return () -> all.get(next[0]++ % all.size());
        };
    }
}
