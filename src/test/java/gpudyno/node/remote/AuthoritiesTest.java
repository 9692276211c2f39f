package gpudyno.node.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuthoritiesTest {
    @TempDir
    private Path folder;

    @Test
    void anAuthorityOfTheSystemVouchesByWayOfOneUnderIt() throws IOException {
        HeldCertificate root = new HeldCertificate.Builder().ecdsa256().certificateAuthority(1).build();
        HeldCertificate under = new HeldCertificate.Builder().ecdsa256().certificateAuthority(0).signedBy(root).build();
        HeldCertificate node = new HeldCertificate.Builder().ecdsa256().addSubjectAlternativeName("gpu-box").signedBy(under).build();
        X509Certificate[] chain = {node.certificate(), under.certificate()};
        Path bundle = folder.resolve("ca-certificates.crt");
        Files.writeString(bundle, new HeldCertificate.Builder().build().certificatePem() + root.certificatePem());
        assertThatCode(() -> Authorities.with(Authorities.in(bundle)).trustManager().checkServerTrusted(chain, "ECDHE_ECDSA"))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> Authorities.with(List.of()).trustManager().checkServerTrusted(chain, "ECDHE_ECDSA"))
                .isInstanceOf(CertificateException.class);
    }

    @Test
    void aBundleThatCannotBeReadVouchesForNobody() throws IOException {
        Path bundle = folder.resolve("ca-certificates.crt");
        Files.writeString(bundle, "-----BEGIN CERTIFICATE-----\nhalf");
        assertThat(Authorities.in(bundle)).isEmpty();
    }
}
