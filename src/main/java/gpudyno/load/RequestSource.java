package gpudyno.load;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import gpudyno.model.load.Workload;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Supplier;

/// What each request of a run carries.
@FunctionalInterface
public interface RequestSource {
    /// The bodies of one run, in order; equal seeds give equal sequences. An element is never changed.
    Supplier<byte[]> bodies(long seed);

    /// The same body every time.
    static RequestSource same(byte[] body) {
        return _ -> () -> body;
    }

    /// OpenAI embedding requests over the built-in corpus, drawn by the workload's Zipf law.
    static RequestSource embeddings(Workload workload, String model) {
        return prompts(workload, "{\"model\":" + quoted(model) + ",\"input\":", "}");
    }

    /// OpenAI chat requests for a streamed answer with a usage chunk.
    ///
    /// @param maxTokens of each answer
    static RequestSource chat(Workload workload, String model, int maxTokens) {
        return prompts(workload, "{\"model\":" + quoted(model) + ",\"messages\":[{\"role\":\"user\",\"content\":",
                "}]" + streaming(maxTokens));
    }

    /// The same as text completions.
    static RequestSource completions(Workload workload, String model, int maxTokens) {
        return prompts(workload, "{\"model\":" + quoted(model) + ",\"prompt\":", streaming(maxTokens));
    }

    private static String streaming(int maxTokens) {
        return ",\"max_tokens\":" + maxTokens + ",\"stream\":true,\"stream_options\":{\"include_usage\":true}}";
    }

    private static String quoted(String text) {
        return '"' + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
    }

    private static RequestSource prompts(Workload workload, String before, String after) {
        List<byte[]> encoded = Corpus.sentences(workload.distinctPrompts()).stream()
                .map(text -> (before + quoted(text) + after).getBytes(StandardCharsets.UTF_8)).toList();
        return seed -> {
            Zipf zipf = new Zipf(encoded.size(), workload.zipf(), seed);
            return () -> encoded.get(zipf.next());
        };
    }
}
