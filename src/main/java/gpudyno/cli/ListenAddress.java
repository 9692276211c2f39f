package gpudyno.cli;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;

/// The address that a node listens on.
///
/// @param host an address of this machine, without brackets
/// @param port 0 for any free one
record ListenAddress(String host, int port) {
    /// Reads `HOST:PORT`, an IPv6 address in brackets.
    ///
    /// @param beyondLoopback whether other addresses than loopback are allowed, because TLS protects them or the user accepts that nothing does
    /// @throws SetupException if the text has another form, or the address is not allowed
    static ListenAddress parse(String text, boolean beyondLoopback) throws SetupException {
        URI uri;
        try {
            uri = new URI("node://" + text);
        } catch (URISyntaxException e) {
            throw new SetupException(wrong(text), e);
        }
        if (uri.getHost() == null || uri.getPort() < 0 || uri.getPort() > 65_535 || !uri.getAuthority().equals(text)
                || uri.getUserInfo() != null) {
            throw new SetupException(wrong(text));
        }
        InetAddress address = address(text, uri.getHost().replaceAll("[\\[\\]]", ""));
        if (!address.isLoopbackAddress() && !beyondLoopback) {
            throw new SetupException("--listen " + text
                    + ": other machines are served by TLS alone. Add --tls for a certificate that the node"
                    + " makes for itself, --certificate and --key for your own, or --insecure to let everyone on the way read tokens and requests");
        }
        return new ListenAddress(address.getHostAddress(), uri.getPort());
    }

    private static InetAddress address(String text, String host) throws SetupException {
        try {
            return InetAddress.getByName(host);
        } catch (UnknownHostException e) {
            throw new SetupException("--listen " + text + ": " + host + " is not an address of this machine", e);
        }
    }

    private static String wrong(String text) {
        return "--listen " + text + ": HOST:PORT with a port from 0 to 65535 is needed, such as 127.0.0.1:7070 or [::1]:7070";
    }
}
