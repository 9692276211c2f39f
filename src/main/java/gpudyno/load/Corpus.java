package gpudyno.load;

import gpudyno.model.load.Workload;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// The built-in workload's text: distinct sentences people wrote. Source and licence lie beside the file, in `SOURCE.md`.
public final class Corpus {
    private static final String FILE = "/gpudyno/load/sentences.txt";

    private Corpus() {
    }

    /// The first `count` sentences.
    public static List<String> sentences(int count) {
        try (InputStream stream = Corpus.class.getResourceAsStream(FILE)) {
            if (stream == null) {
                throw new IllegalStateException(FILE + " is not on the class path");
            }
            List<String> all = new String(stream.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
            if (count > all.size()) {
                throw new IllegalArgumentException("at most " + all.size() + " distinct prompts are there, asked for " + count);
            }
            return all.subList(0, count);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// `draws` prompts, drawn like the workload's but with another seed, as if from earlier traffic of the same kind. Used to bring a cache
    /// into a known state.
    public static List<String> earlierTraffic(Workload workload, int draws) {
        List<String> prompts = sentences(workload.distinctPrompts());
        Zipf zipf = new Zipf(prompts.size(), workload.zipf(), workload.seed() ^ 0x5DEECE66DL);
        List<String> drawn = new ArrayList<>(draws);
        for (int i = 0; i < draws; i++) {
            drawn.add(prompts.get(zipf.next()));
        }
        return drawn;
    }
}
