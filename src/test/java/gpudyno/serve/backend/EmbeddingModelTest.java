package gpudyno.serve.backend;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OrtSession;
import gpudyno.load.Corpus;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// The built-in model's arithmetic, on the real model.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EmbeddingModelTest {
    private static final double SAME = 0.99;

    private EmbeddingModel model;
    private OrtSession session;

    @BeforeAll
    void load(@TempDir Path nativeFolder) throws Exception {
        model = new EmbeddingModel(nativeFolder);
        session = model.newSession(2);
    }

    @AfterAll
    void close() throws Exception {
        session.close();
        model.close();
    }

    private float[][] run(List<int[]> inputs, int paddedLength) throws Exception {
        try (OrtSession.RunOptions options = new OrtSession.RunOptions()) {
            return model.embed(session, options, inputs, paddedLength);
        }
    }

    private float[] alone(int[] input) throws Exception {
        return run(List.of(input), input.length)[0];
    }

    private static int bucket(int[] input) {
        return LengthBucket.length(LengthBucket.of(input.length));
    }

    private static double cosine(float[] a, float[] b) {
        double dot = 0;
        for (int i = 0; i < a.length; i++) {
            dot += (double) a[i] * b[i];
        }
        return dot;
    }

    /// Sentences as they come, and longer texts made of several.
    private List<int[]> texts(int sentences) {
        List<String> corpus = Corpus.sentences(sentences);
        List<String> texts = new ArrayList<>(corpus);
        for (int i = 0; i + 12 < corpus.size(); i += 12) {
            texts.add(String.join(" ", corpus.subList(i, i + 2 + i % 10)));
        }
        return texts.stream().map(model::tokenize).filter(ids -> ids.length <= ModelCard.BUILT_IN.maxTokens()).toList();
    }

    @Test
    void textIsTokenizedAsBertUncasedDoes() {
        assertThat(model.tokenize("Hello, world!")).containsExactly(101, 7592, 1010, 2088, 999, 102);
    }

    @Test
    void vectorsAgreeWithTheSecondPathsGoldenOnes() throws Exception {
        List<String> golden = goldenLines();
        assertThat(golden).hasSizeGreaterThanOrEqualTo(12);
        for (String line : golden) {
            String[] parts = line.split("\t", -1);
            float[] expected = new float[ModelCard.BUILT_IN.dimensions()];
            ByteBuffer.wrap(Base64.getDecoder().decode(parts[1])).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(expected);
            assertThat(cosine(alone(model.tokenize(parts[0].replace("\\n", "\n"))), expected)).as(parts[0]).isGreaterThan(SAME);
        }
    }

    private static List<String> goldenLines() throws Exception {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(EmbeddingModelTest.class.getResourceAsStream("/gpudyno/serve/golden-vectors.tsv")),
                StandardCharsets.UTF_8))) {
            return reader.lines().toList();
        }
    }

    @Test
    void aVectorIsTheSameInEveryBucket() throws Exception {
        for (int[] input : texts(36)) {
            float[] alone = alone(input);
            for (int bucket = LengthBucket.of(input.length); bucket < LengthBucket.count(); bucket += 2) {
                assertThat(cosine(alone, run(List.of(input), LengthBucket.length(bucket))[0])).isGreaterThan(SAME);
            }
        }
    }

    @Test
    void aVectorIsTheSameInEveryBatchOfItsBucket() throws Exception {
        Random order = new Random(7);
        for (List<int[]> sameBucket : texts(240).stream().collect(Collectors.groupingBy(EmbeddingModelTest::bucket)).values()) {
            int padded = bucket(sameBucket.getFirst());
            List<int[]> inputs = new ArrayList<>(sameBucket);
            List<float[]> alone = new ArrayList<>();
            for (int[] input : inputs) {
                alone.add(alone(input));
            }
            for (int from = 0; from < inputs.size();) {
                int to = Math.min(inputs.size(), from + 1 + order.nextInt(64));
                float[][] together = run(inputs.subList(from, to), padded);
                for (int i = from; i < to; i++) {
                    assertThat(cosine(alone.get(i), together[i - from])).isGreaterThan(SAME);
                }
                from = to;
            }
        }
    }

    @Test
    void everyVectorHasLengthOne() throws Exception {
        for (int[] input : texts(24)) {
            float[] vector = alone(input);
            assertThat(cosine(vector, vector)).isBetween(0.99999, 1.00001);
        }
    }
}
