package gpudyno.foresight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SeriesReplayTest {
    private static List<String> replayed(String csv) throws IOException {
        StringWriter out = new StringWriter();
        new SeriesReplay().replay(new BufferedReader(new StringReader(csv)), out);
        return out.toString().lines().toList();
    }

    private static String series(int values) {
        Random random = new Random(5);
        return "timestamp,value\n" + IntStream.range(0, values)
                .mapToObj(i -> 1_400_000_000 + 60 * i + "," + (10 + random.nextGaussian() + (i == 900 ? 40 : 0)) + "\n")
                .collect(Collectors.joining());
    }

    @Test
    void eachLineKeepsItsTextAndGetsAScore() throws IOException {
        List<String> lines = replayed("timestamp,value\r\n2014-05-14 01:14:00,85.835\r\n\r\n2014-05-14 01:19:00,1e1\r\n");
        assertThat(lines).hasSize(3);
        assertThat(lines.get(0)).isEqualTo("timestamp,value,score");
        assertThat(lines.get(1)).matches("2014-05-14 01:14:00,85\\.835,[01]\\.\\d{6}");
        assertThat(lines.get(2)).startsWith("2014-05-14 01:19:00,1e1,");
    }

    @Test
    void whatComesLaterChangesNoScore() throws IOException {
        List<String> whole = replayed(series(1200));
        assertThat(replayed(series(950))).isEqualTo(whole.subList(0, 951));
        assertThat(whole.stream().skip(101).max((a, b) -> Double.compare(score(a), score(b)))).contains(whole.get(901));
    }

    private static double score(String line) {
        return Double.parseDouble(line.substring(line.lastIndexOf(',') + 1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"2014-05-14T01:14:00", "2014-05-14 01:14:00.000000", "2014-05-14T01:14:00Z", "2014-05-14T01:14:00+02:00",
        "2014-05-14T01:14:00-05:00", "1400000000", "1400000000000", "1400000000.25"})
    void timestampsAreReadInTheFormsTheyComeIn(String timestamp) throws IOException {
        assertThat(replayed("timestamp,value\n" + timestamp + ",1\n")).hasSize(2);
    }

    @Test
    void columnsAreFoundByTheirNames() throws IOException {
        assertThat(replayed("\uFEFFhost, Value ,timestamp\na,7,2014-05-14 01:14:00\n").get(1)).startsWith("2014-05-14 01:14:00,7,");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"1400000000,abc|the value is no number", "1400000000,|the value is no number",
        "1400000000,NaN|the value is not finite", "1400000000,1e999|the value is not finite", "yesterday,1|the timestamp is neither",
        "2014-13-14 01:14:00,1|the timestamp is neither", "NaN,1|the timestamp is neither", "1400000000|1 column"})
    void aLineThatCannotBeReadIsNamed(String line, String why) {
        StringWriter out = new StringWriter();
        assertThatThrownBy(() -> new SeriesReplay().replay(
                new BufferedReader(new StringReader("timestamp,value\n1399999999,4\n" + line + "\n1400000001,5\n")), out))
                .isInstanceOf(IllegalArgumentException.class).hasMessageStartingWith("line 3: ").hasMessageContaining(why);
        assertThat(out.toString().lines()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "2014-05-14 01:14:00,85.8\n", "time,value\n"})
    void aHeaderIsNeeded(String csv) {
        assertThatThrownBy(() -> replayed(csv)).hasMessage("line 1: a header is needed that names the columns timestamp and value");
    }
}
