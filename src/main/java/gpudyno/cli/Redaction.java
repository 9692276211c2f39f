package gpudyno.cli;

import gpudyno.model.net.Address;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Removes from a text what says who or where somebody is, and every secret it can find: values of keys that name one, credentials and
/// hosts of addresses, IP addresses, long tokens, the names of this machine and its user.
final class Redaction {
    private static final String GONE = "***";
    /// `password: x`, `"api_key": "x"`, `Authorization: Bearer x`, up to the end of the value.
    private static final Pattern SECRET = Pattern.compile(
            "(?im)([\"']?[\\w.-]*(?:password|passwd|passphrase|secret|token|api[_-]?key|apikey|authorization|credential|cookie|signature)[\\w.-]*[\"']?[ \\t]*[:=][ \\t]*)(\"(?:[^\"\\\\]|\\\\.)*\"|'[^']*'|[^\\r\\n,}]+)");
    /// `headers: {X: y}` in YAML or JSON, and a block of lines under `headers:`. The name of a header may say nothing of what its value is.
    private static final Pattern HEADERS = Pattern
            .compile("(?im)headers[\"']?[ \\t]*:[ \\t]*\\{[^}]*}|^([ \\t]*)(?:-[ \\t]+)?headers:[ \\t]*(?:\\R\\1[ \\t]+\\S.*)+");
    private static final Pattern HEADER = Pattern
            .compile("([{,\\r\\n]\\s*[\"']?[\\w-]+[\"']?[ \\t]*:[ \\t]*)(\"(?:[^\"\\\\]|\\\\.)*\"|'[^']*'|[^\\r\\n,}]+)");
    private static final Pattern ADDRESS = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*://[^\\s\"'<>,}\\]]+");
    private static final Pattern IP = Pattern.compile("\\b(?!127\\.)(?!0\\.0\\.0\\.0)\\d{1,3}(?:\\.\\d{1,3}){3}\\b");
    private static final Pattern BEARER = Pattern.compile("(?i)\\b(bearer|basic)\\s+[A-Za-z0-9+/=._~-]{6,}");
    /// Hexadecimal or base64 of at least 128 bits.
    private static final Pattern LONG = Pattern.compile("\\b(?=[A-Za-z0-9+/_-]*\\d)(?=[A-Za-z0-9+/_-]*[A-Za-z])[A-Za-z0-9+/_-]{22,}={0,2}");

    private final List<Name> names;

    /// A name that is replaced where it stands as a word.
    private record Name(Pattern pattern, String by) {
        static Name of(String name, String by) {
            return new Name(Pattern.compile("(?i)(?<![\\p{L}\\p{N}])" + Pattern.quote(name) + "(?![\\p{L}\\p{N}])"), by);
        }
    }

    /// @param home the user's folder
    /// @param user the user's name
    /// @param host this machine's name
    Redaction(String home, String user, String host) {
        names = java.util.stream.Stream.of(Name.of(home, "~"), Name.of(user, "USER"), Name.of(host, "HOST"))
                .filter(name -> !name.pattern.pattern().contains("\\Q\\E")).toList();
    }

    String of(String text) {
        String without = HEADERS.matcher(text)
                .replaceAll(match -> Matcher.quoteReplacement(HEADER.matcher(match.group()).replaceAll("$1" + GONE)));
        without = SECRET.matcher(without).replaceAll("$1" + GONE);
        without = BEARER.matcher(without).replaceAll("$1 " + GONE);
        without = ADDRESS.matcher(without).replaceAll(match -> Matcher.quoteReplacement(place(match.group())));
        without = IP.matcher(without).replaceAll("IP");
        without = LONG.matcher(without).replaceAll(GONE);
        for (Name name : names) {
            without = name.pattern.matcher(without).replaceAll(Matcher.quoteReplacement(name.by));
        }
        return without;
    }

    /// An address whose host is another machine keeps its scheme and port; its path often carries a key.
    private static String place(String address) {
        try {
            Address parsed = Address.parse(address);
            String scheme = parsed.secure() ? "https" : "http";
            return Address.isThisMachine(parsed.host())
                    ? parsed.root().toString() + (parsed.path().equals("/") ? "" : "…")
                    : scheme + "://OTHER:" + parsed.port() + "/…";
        } catch (IllegalArgumentException _) {
            return address.substring(0, address.indexOf(':')).toLowerCase(Locale.ROOT) + "://" + GONE;
        }
    }
}
