package gpudyno.model.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressTest {
    @ParameterizedTest
    @CsvSource({"http://my_server:8000/v1,my_server,8000,/v1", "HTTP://localhost,localhost,80,/", "https://h,h,443,/",
        "http://[::1]:7070/x,::1,7070,/x", "http://_dmarc.a_b.c/,_dmarc.a_b.c,80,/", "http://bücher.example/,xn--bcher-kva.example,80,/",
        "http://user:p@ss@h:1/,h,1,/", "http://10.0.0.1:65535?q=1,10.0.0.1,65535,/?q=1", "http://h:/p#part,h,80,/p"})
    void hostsPortsAndPathsAreReadAsPeopleWriteThem(String text, String host, int port, String path) {
        Address address = Address.parse(text);
        assertThat(address.host()).isEqualTo(host);
        assertThat(address.port()).isEqualTo(port);
        assertThat(address.pathAndQuery()).isEqualTo(path);
        assertThat(Address.parse(address.uri().toString()).pathAndQuery()).isEqualTo(path);
    }

    @Test
    void pathsLeaveAsPercentEncodedUtf8AndWhatIsEncodedStaysSo() {
        assertThat(Address.parse("http://h/modèle/文?q=ü x&a=%C3%BC").pathAndQuery())
                .isEqualTo("/mod%C3%A8le/%E6%96%87?q=%C3%BC%20x&a=%C3%BC");
        assertThat(Address.parse("http://h/100%/a%zz").pathAndQuery()).isEqualTo("/100%25/a%25zz");
    }

    @ParameterizedTest
    @ValueSource(strings = {"h:80", "ftp://h/", "http://", "http:///x", "http://h:0/", "http://h:65536/", "http://h:x/", "http://a b/",
        "http://[zz]/", "http://user:secret@/x", "http://user:secret@h:99999/", "http://h\r\nX: y/", "file:///etc/passwd", ""})
    void whatIsNoAddressIsRefusedWithoutTellingItsPassword(String text) {
        assertThatThrownBy(() -> Address.parse(text)).isInstanceOf(IllegalArgumentException.class).message().doesNotContain("secret");
    }

    @Test
    void credentialsAreSentDecodedAndNeverShown() {
        Address address = Address.parse("https://us%40er:p%C3%A4ss@h/x?api_key=abc&n=5&access_token=def");
        assertThat(address.authorization()).contains("Basic " + java.util.Base64.getEncoder()
                .encodeToString("us@er:päss".getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        assertThat(address.toString()).isEqualTo("https://***@h/x?api_key=***&n=5&access_token=***");
        assertThat(address.authority()).isEqualTo("h");
        assertThat(address.uri().toString()).doesNotContain("us", "ss@");
        assertThat(Address.masked("http://u:p@h:bad/")).isEqualTo("http://***@h:bad/");
    }

    @ParameterizedTest
    @CsvSource({"http://h,/v1/chat/completions", "http://h/,/v1/chat/completions", "http://h/v1,/v1/chat/completions",
        "http://h/v1/,/v1/chat/completions", "http://h/openai/v1,/openai/v1/chat/completions",
        "http://h/openai/,/openai/v1/chat/completions", "http://h/v1beta/openai/,/v1beta/openai/chat/completions",
        "http://h/v1/chat/completions,/v1/chat/completions", "http://h/own/chat,/own/chat", "http://h/v1?x=1,/v1/chat/completions?x=1"})
    void aBaseAddressIsCompletedAndAWholeOneStays(String text, String path) {
        assertThat(Address.parse(text).completed("/v1/chat/completions").pathAndQuery()).isEqualTo(path);
    }
}
