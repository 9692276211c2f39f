package gpudyno.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import gpudyno.model.load.RunReport;
import gpudyno.model.load.Scenario;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class TraceTest {
    private static final String AZURE = "TIMESTAMP,ContextTokens,GeneratedTokens\n2023-11-16 18:15:46.6805900,374,44\n2023-11-16 18:15:48.1805900,396,109\n";

    @TempDir
    private Path folder;

    private static List<Trace.Arrival> expected() {
        return List.of(new Trace.Arrival(0, 374, 44, List.of()), new Trace.Arrival(1.5, 396, 109, List.of()));
    }

    @ParameterizedTest
    @ValueSource(strings = {AZURE, "\uFEFF" + AZURE, "\n \n" + AZURE,
        "timestamp,input_length,output_length\r\n1700000000.0,374,44\r\n1700000001.5,396,109\r\n",
        "GeneratedTokens;ContextTokens;TIMESTAMP\n44;374;0,0\n109;396;1,5\n",
        "\"arrived_at\",\"num_prefill_tokens\",\"num_decode_tokens\"\n\"0\",\"374\",\"44\"\n\"1.5\",\"396.0\",\"109\"\n",
        "TIMESTAMP,ContextTokens,GeneratedTokens\n2024-05-10 00:00:00.009930+00:00,374,44\n2024-05-10 02:00:01.509930+02:00,396,109\n",
        "arrival_time (ms)\tisl\tosl\n500\t374\t44\n2000\t396\t109\n",
        "{\"timestamp\": 27000, \"input_length\": 374, \"output_length\": 44}\n{\"timestamp\": 28500, \"input_length\": 396, \"output_length\": 109}\n",
        "[{\"arrival_time\": \"0.25\", \"prompt_tokens\": \"374\", \"completion_tokens\": \"44\"},\n {\"arrival_time\": \"1.75\", \"prompt_tokens\": 396, \"completion_tokens\": 109}]",
        "{\"ts\": 1700000000000, \"input_tokens\": 374, \"output_tokens\": 44}\n\n{\"ts\": 1700000001500, \"input_tokens\": 396, \"output_tokens\": 109}",
        "sep=;\r\nTIMESTAMP;ContextTokens;GeneratedTokens\r\n2023/11/16 18:15:46,5;374;44\r\n2023/11/16 18:15:48;396;109\r\n",
        "# exported by hand\noffset_s,input_tokens,output_tokens\n0,374,44\n# a pause\n1.5,396,109\n",
        "request_id,request_type,application_id,arrival_timestamp,batch_size,prompt_size,token_size\n0,2,0,0.0,1,374,44\n1,2,0,1.5,1,396,109\n",
        "{\"created\": 1700000000, \"usage\": {\"prompt_tokens\": 374, \"completion_tokens\": \" 44 \"}}\n"
                + "{\"created\": 1700000001.5, \"usage\": {\"prompt_tokens\": 396, \"completion_tokens\": 109}}",
        ",tstamp,prefill_tokens,decode_tokens\n0,0.25,374,44\n1,1.75,396,109\n"})
    void publicTracesAndWhatSpreadsheetsMakeOfThemAreRead(String text) throws IOException {
        Path file = Files.writeString(folder.resolve("trace"), text);
        Trace trace = Trace.read(file.toString());
        assertThat(trace.arrivals()).toIterable().usingRecursiveFieldByFieldElementComparator(
                org.assertj.core.api.recursive.comparison.RecursiveComparisonConfiguration.builder()
                        .withComparatorForType((a, b) -> Math.abs(a - b) < 1e-5 ? 0 : 1, Double.class).build())
                .isEqualTo(expected());
    }

    @Test
    void aZippedTraceIsReadAsItLies() throws IOException {
        Path file = folder.resolve("azure.csv.gz");
        try (GZIPOutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write(AZURE.getBytes(StandardCharsets.UTF_8));
        }
        assertThat(Trace.read(file.toString()).count()).isEqualTo(2);
    }

    @Test
    void utf16OfAnOldSpreadsheetIsReadToo() throws IOException {
        Path file = Files.write(folder.resolve("utf16.csv"), ("\uFEFF" + AZURE).getBytes(StandardCharsets.UTF_16LE));
        assertThat(Trace.read(file.toString()).count()).isEqualTo(2);
    }

    @Test
    void wholeSecondsAreNotPlayedAThousandTimesTooFastAndTheUnitIsTold() {
        StringBuilder burst = new StringBuilder("Timestamp,Model,Request tokens,Response tokens,Total tokens,Log Type\n");
        StringBuilder seconds = new StringBuilder();
        StringBuilder millis = new StringBuilder();
        for (int i = 0; i < 100; i++) {
            burst.append(7 * i).append(",ChatGPT,472,18,490,Conversation log\n");
            seconds.append("{\"timestamp\": ").append(i / 2).append(", \"input_length\": 10, \"output_length\": 5}\n");
            millis.append("{\"timestamp\": ").append(300 * i).append(", \"input_length\": 10, \"output_length\": 5}\n");
        }
        assertThat(Trace.parse("b", burst.toString()).length(1)).isEqualTo(Duration.ofSeconds(693).plusNanos(1));
        assertThat(Trace.parse("s", seconds.toString()).length(1)).isEqualTo(Duration.ofSeconds(49).plusNanos(1));
        Trace taken = Trace.parse("m", millis.toString());
        assertThat(taken.length(1)).isEqualTo(Duration.ofSeconds(30).minusMillis(300).plusNanos(1));
        assertThat(taken.notes()).singleElement().asString().contains("100 arrivals", "milliseconds", "--trace-unit");
        Trace stated = taken.in(Trace.Unit.SECONDS);
        assertThat(stated.length(1)).isEqualTo(Duration.ofMinutes(495).plusNanos(1));
        assertThat(taken.scaleTo(stated)).isCloseTo(1000, within(1e-6));
    }

    @Test
    void promptsOfATraceWithBlocksOfSixteenTokensShareWhatTheirHashesShare() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 50; i++) {
            // The first ten blocks of all are the same, the rest their own.
            StringBuilder ids = new StringBuilder("1,2,3,4,5,6,7,8,9,10");
            for (int block = 0; block < 20; block++) {
                ids.append(',').append(1000 + i * 20 + block);
            }
            text.append("{\"timestamp\": ").append(i * 0.5).append(", \"input_length\": 475, \"output_length\": 5, \"hash_ids\": [")
                    .append(ids)
                    .append("]}\n");
        }
        Trace trace = Trace.parse("qwen", text.toString());
        assertThat(trace.blockTokens()).isEqualTo(16);
        Supplier<Prompt> prompts = PromptSource.recorded(trace).prompts(7);
        Set<String> distinct = new HashSet<>();
        Set<String> beginnings = new HashSet<>();
        for (int i = 0; i < 50; i++) {
            String prompt = prompts.get().text();
            distinct.add(prompt);
            beginnings.add(prompt.substring(0, 400));
        }
        assertThat(distinct).hasSize(50);
        assertThat(beginnings).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"offset_s,input_tokens,output_tokens\n0,2147483647,5", "offset_s,input_tokens,output_tokens\n0,-1,5",
        "offset_s,input_tokens,output_tokens\n0,1e400,5", "offset_s,input_tokens,output_tokens\nInfinity,1,5",
        "offset_s,input_tokens,output_tokens\nNaN,1,5", "offset_s,input_tokens,output_tokens\n-3,1,5",
        "offset_s,input_tokens,output_tokens\n1e300,1,5", "offset_s,input_tokens,output_tokens\n0,1.5,5",
        "offset_s,input_tokens,output_tokens\n0,1", "offset_s,input_tokens,output_tokens\n0,,5",
        "TIMESTAMP,ContextTokens,GeneratedTokens\n9999-11-16 18:15:46,374,44",
        "TIMESTAMP,ContextTokens,GeneratedTokens\n2023-13-16 18:15:46,374,44",
        "\n{\"timestamp\": 0, \"input_length\": 1e999, \"output_length\": 5}",
        "\n{\"timestamp\": 0, \"input_length\": 99999999999999999999}",
        "\n{\"timestamp\": 0}", "\n{\"timestamp\": oops}", "\n[1, 2]"})
    void numbersNoFileHoldsAreRefusedWithFileLineAndAGoodLine(String text) throws IOException {
        Path file = Files.writeString(folder.resolve("bad.csv"), text);
        assertThatThrownBy(() -> Trace.read(file.toString())).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("bad.csv, line 2", "a good line is");
    }

    @Test
    void aHeadWithoutTheColumnsIsRefusedByName() {
        assertThatThrownBy(() -> Trace.parse("t", "when,how_long\n1,2\n")).hasMessageContainingAll("line 1", "arrival times",
                "[when, how_long]",
                "offset_s,input_tokens,output_tokens");
        assertThatThrownBy(() -> Trace.parse("t", "\n\n")).hasMessageContaining("holds no arrival");
        assertThatThrownBy(() -> Trace.parse("t", "offset_s,input_tokens\n0,1\n1e15,1\n")).hasMessageContaining("days");
    }

    private RunReport replay(String trace, long requests, double scale) throws Exception {
        Path file = Files.writeString(folder.resolve("replay.csv"), trace);
        Trace read = Trace.read(file.toString());
        try (RawServer server = RawServer.sending("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")) {
            LoadPlan plan = LoadPlan.of(server.uri("http"), RequestSource.of(PromptSource.recorded(read), RequestFormat.embeddings("m")),
                    new Scenario.Replay(file.toString(), scale, read.length(scale)), Duration.ZERO, 1);
            return LoadGenerator.run(requests > 0 ? plan.withRequests(requests) : plan);
        }
    }

    @Test
    void asManyRequestsAsTheTraceHasLinesTakeAsLongAsTheTrace() throws Exception {
        StringBuilder trace = new StringBuilder("offset_s,input_tokens,output_tokens\n");
        for (int i = 0; i <= 50; i++) {
            trace.append(i * 0.02).append(",20,5\n");
        }
        for (long requests : List.of(0L, 51L, 1000L)) {
            RunReport report = replay(trace.toString(), requests, 1);
            assertThat(report.achieved().requests()).isEqualTo(51);
            assertThat(report.seconds()).isCloseTo(1.0, within(0.01));
            assertThat(report.offered().rate()).isCloseTo(51, within(0.6));
            assertThat(report.findings()).isNotNull()
                    .extracting(RunReport.Findings::notes, org.assertj.core.api.InstanceOfAssertFactories.LIST).asString()
                    .contains("its times are seconds");
        }
        for (long requests : List.of(0L, 1L)) {
            RunReport one = replay("offset_s,input_tokens,output_tokens\n5,20,5\n", requests, 1);
            assertThat(one.seconds()).isBetween(0.0005, 5.0);
            assertThat(one.offered().requests()).isEqualTo(1);
            assertThat(one.achieved().rate()).isPositive();
        }
    }

    @Test
    void aTraceIsReadAsItIsPlayedInLittleMemory() throws IOException {
        Path file = folder.resolve("long.csv");
        int lines = 1_000_000;
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            out.write("offset_s,input_tokens,output_tokens\n");
            for (int i = 0; i < lines; i++) {
                out.write(i / 1000.0 + ",100,10\n");
            }
        }
        Trace trace = Trace.read(file.toString());
        assertThat(trace.count()).isEqualTo(lines);
        System.gc();
        long before = used();
        Iterator<Trace.Arrival> arrivals = trace.arrivals();
        double last = -1;
        for (int i = 0; i < lines; i++) {
            double next = arrivals.next().seconds();
            assertThat(next).isGreaterThan(last);
            last = next;
            if (i == lines / 2) {
                System.gc();
                assertThat(used() - before).isLessThan(40L << 20);
            }
        }
        assertThat(arrivals.hasNext()).isFalse();
    }

    private static long used() {
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    @Test
    void linesOutOfOrderAreSortedUnlessTheyStandFarFromTheirPlace() {
        StringBuilder text = new StringBuilder("offset_s,input_tokens,output_tokens\n");
        for (int i = 0; i < 30_000; i++) {
            text.append(i % 2 == 0 ? i + 1 : i - 1).append(",1,1\n");
        }
        assertThat(Trace.parse("t", text.toString()).arrivals()).toIterable().extracting(Trace.Arrival::seconds).isSorted();
        assertThatThrownBy(() -> Trace.parse("t", text + "0,1,1\n")).hasMessageContainingAll("line 30002", "sort the trace");
    }
}
