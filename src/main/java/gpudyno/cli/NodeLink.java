package gpudyno.cli;

import gpudyno.model.net.Address;
import java.net.URI;
import java.net.URISyntaxException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Reads `gpudyno://HOST:PORT`, a link that attaches a node, as that node's address.
///
/// Anyone can put such a link on a web page. It therefore contains only an address, and the console asks the user before it attaches the
/// node.
final class NodeLink implements ITypeConverter<URI> {
    private static final String SCHEME = "gpudyno";

    @Override
    public URI convert(String text) {
        try {
            URI link = new URI(text);
            boolean isAddress = SCHEME.equalsIgnoreCase(link.getScheme()) && link.getHost() != null && link.getPort() > 0
                    && link.getPort() <= 65_535 && link.getUserInfo() == null && link.getQuery() == null && link.getFragment() == null
                    && (link.getPath().isEmpty() || link.getPath().equals("/"));
            if (isAddress) {
                // A token goes nowhere in the clear but on this machine.
                return new URI(Address.isThisMachine(link.getHost()) ? "http" : "https", null, link.getHost(), link.getPort(), null, null,
                        null);
            }
        } catch (URISyntaxException _) {
            // Said below.
        }
        throw new TypeConversionException(
                "'" + text + "' is neither a command nor a link gpudyno://HOST:PORT; `gpudyno --help` lists the commands");
    }
}
