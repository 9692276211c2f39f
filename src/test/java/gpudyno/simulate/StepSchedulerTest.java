package gpudyno.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StepSchedulerTest {
    private static LlmSettings settings(int seqs, int blocks, boolean prefixes) {
        return new LlmSettings(seqs, 256, 1, blocks, 16, prefixes, 1000, 10, 100);
    }

    private static Sequence sequence(String word, int prompt, int output) {
        return new Sequence(Collections.nCopies(prompt, word), output);
    }

    /// Microseconds until all have ended.
    private static double run(StepScheduler scheduler, List<Sequence> sequences) {
        sequences.forEach(scheduler::add);
        double micros = 0;
        while (sequences.stream().anyMatch(sequence -> sequence.generated < sequence.maxTokens)) {
            StepScheduler.Step step = scheduler.step();
            micros += step.micros();
            scheduler.tell(step);
        }
        return micros;
    }

    @Test
    void aLoneRequestCostsItsPrefillAndAStepAToken() {
        double micros = run(new StepScheduler(settings(8, 100, false)), List.of(sequence("a", 50, 5)));
        assertThat(micros).isCloseTo(1000 + 50 * 10 + 4 * (1000 + 100), within(1e-6));
    }

    @Test
    void aBatchSharesStepsUpToTheSequencesAllowed() {
        List<Sequence> eight = IntStream.range(0, 8).mapToObj(_ -> sequence("a", 10, 20)).toList();
        double together = run(new StepScheduler(settings(8, 1000, false)), eight);
        double apart = run(new StepScheduler(settings(1, 1000, false)),
                IntStream.range(0, 8).mapToObj(_ -> sequence("a", 10, 20)).toList());
        assertThat(apart / together).isBetween(4.0, 5.5);
    }

    @Test
    void withoutBlocksTheLastIsPreemptedAndAllStillEndAndFreeTheirBlocks() {
        StepScheduler scheduler = new StepScheduler(settings(8, 6, false));
        run(scheduler, List.of(sequence("a", 16, 60), sequence("b", 16, 60), sequence("c", 16, 60)));
        assertThat(scheduler.figures().preemptions()).isPositive();
        assertThat(scheduler.figures().cacheUsage()).isZero();
        assertThat(scheduler.figures().generatedTokens()).isEqualTo(180);
    }

    @Test
    void aPromptSeenBeforeSkipsTheBlocksItShares() {
        StepScheduler scheduler = new StepScheduler(settings(8, 100, true));
        double first = run(scheduler, List.of(sequence("a", 160, 1)));
        double second = run(scheduler, List.of(sequence("a", 160, 1)));
        assertThat(first - second).isCloseTo(144 * 10, within(1e-6));
        assertThat(scheduler.figures().cachedTokens()).isEqualTo(144);
    }

    @Test
    void theNextTurnOfAConversationSkipsTheAnswerBeforeAsWell() {
        StepScheduler scheduler = new StepScheduler(settings(8, 100, true));
        Sequence first = sequence("a", 32, 32);
        run(scheduler, List.of(first));
        run(scheduler, List.of(new Sequence(first.said(), 1)));
        // Three of four blocks: the last token is computed anyway.
        assertThat(scheduler.figures().cachedTokens()).isEqualTo(48);
    }

    @Test
    void whatCanNeverFitIsRefused() {
        assertThatThrownBy(() -> new StepScheduler(settings(8, 2, false)).add(sequence("a", 30, 10))).hasMessageContaining("40 tokens");
    }

    @Test
    void theServerStreamsAndRefusesAndTellsItsFigures() throws Exception {
        try (LlmServer server = new LlmServer(0, LlmSettings.DEFAULT); HttpClient client = HttpClient.newHttpClient()) {
            String base = "http://127.0.0.1:" + server.port();
            HttpRequest.Builder chat = HttpRequest.newBuilder(URI.create(base + "/v1/chat/completions"));
            String stream = client.send(chat.POST(HttpRequest.BodyPublishers.ofString(
                    """
                        {"messages":[{"role":"user","content":"one two three"}],"max_tokens":5,"stream":true,"stream_options":{"include_usage":true}}"""))
                    .build(),
                    HttpResponse.BodyHandlers.ofString()).body();
            assertThat(stream).containsSubsequence("assistant", "word", "\"completion_tokens\":5", "[DONE]");
            assertThat(stream.split("word ", -1)).hasSize(6);
            HttpResponse<String> refused = client.send(chat.POST(HttpRequest.BodyPublishers.ofString("{}")).build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(refused.statusCode()).isEqualTo(400);
            String metrics = client
                    .send(HttpRequest.newBuilder(URI.create(base + "/metrics")).build(), HttpResponse.BodyHandlers.ofString()).body();
            assertThat(metrics).contains("vllm:generation_tokens_total{model_name=\"simulated-llm\",engine=\"0\"} 5", "# simulated");
        }
    }
}
