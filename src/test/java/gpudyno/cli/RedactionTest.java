package gpudyno.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedactionTest {
    private final Redaction redaction = new Redaction("/home/ana", "ana", "gpu-box");

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        password: hunter2                                              | password: ***
        "api_key": "abc\\"def", "rate": 5                              | "api_key": ***, "rate": 5
        Authorization: Bearer eyJhbGciOi                               | Authorization: ***
        headers: {X-Api-Key: abc}                                      | headers: {X-Api-Key: ***}
        headers: {X-Scope: abc, "Y": "d, e"}, rate: 5                  | headers: {X-Scope: ***, "Y": ***}, rate: 5
        OPENAI_API_KEY=sk-abc                                          | OPENAI_API_KEY=***
        sent Bearer abcdefgh to it                                     | sent Bearer *** to it
        bearerTokenFile: /home/ana/token                               | bearerTokenFile: ***
        url: https://user:pw@hooks.example/services/T0/B0/secret       | url: https://OTHER:443/…
        Listening at http://127.0.0.1:7070                             | Listening at http://127.0.0.1:7070/
        from 10.1.2.3 port 5                                           | from IP port 5
        listen 127.0.0.1 and 0.0.0.0                                   | listen 127.0.0.1 and 0.0.0.0
        /home/ana/.local/share/gpudyno of ana on gpu-box               | ~/.local/share/gpudyno of USER on HOST
        banana                                                         | banana
        3f9a0b1c2d4e5f60718293a4b5c6d7e8 done                          | *** done
        cache.size set to 268435456                                    | cache.size set to 268435456
        redis://:pw@cache:6379/0                                       | redis://***
        """)
    void secretsAndNamesGoAndTheRestStays(String text, String without) {
        assertThat(redaction.of(text)).isEqualTo(without);
    }

    @Test
    void headersInABlockLoseTheirValues() {
        assertThat(redaction.of("- name: ops\n  headers:\n    X-Scope: abc\n    Y: 'd e'\n  kind: slack\n"))
                .isEqualTo("- name: ops\n  headers:\n    X-Scope: ***\n    Y: ***\n  kind: slack\n");
    }
}
