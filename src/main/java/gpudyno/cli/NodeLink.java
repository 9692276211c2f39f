package gpudyno.cli;

import gpudyno.model.net.Pairing;
import java.net.URI;
import java.util.Optional;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Reads `gpudyno://HOST:PORT`, with a fingerprint and a token or without, as what attaches that node.
///
/// Anyone can put such a link on a web page. The console therefore asks the user before it attaches the node.
final class NodeLink implements ITypeConverter<Pairing> {
    @Override
    public Pairing convert(String text) {
        String reason = "";
        if (Pairing.isMeant(text)) {
            try {
                return Pairing.parse(text);
            } catch (IllegalArgumentException e) {
                reason = ": " + e.getMessage();
            }
        }
        throw new TypeConversionException("'" + text.replaceFirst("#.*", "#***")
                + "' is neither a command nor a link gpudyno://HOST:PORT; `gpudyno --help` lists the commands" + reason);
    }

    /// Reads the same, or a node's address as `--connect` takes it.
    static final class OrAddress implements ITypeConverter<Pairing> {
        @Override
        public Pairing convert(String text) {
            try {
                return Pairing.isMeant(text) ? Pairing.parse(text) : new Pairing(new URI(text), Optional.empty(), Optional.empty());
            } catch (java.net.URISyntaxException | IllegalArgumentException e) {
                throw new TypeConversionException("a node's address such as https://gpu-box:7070 is needed, or the line that `gpudyno node "
                        + "--print-pairing` prints; " + (e instanceof IllegalArgumentException ? e.getMessage() : "that is neither"));
            }
        }
    }
}
