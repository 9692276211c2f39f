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
        List<byte[]> encoded = Corpus.sentences(workload.distinctPrompts()).stream()
                .map(text -> ("{\"model\":\"" + model + "\",\"input\":\"" + new String(JsonStringEncoder.getInstance().quoteAsString(text))
                        + "\"}")
                        .getBytes(StandardCharsets.UTF_8))
                .toList();
        return seed -> {
            Zipf zipf = new Zipf(encoded.size(), workload.zipf(), seed);
            return () -> encoded.get(zipf.next());
        };
    }
}
