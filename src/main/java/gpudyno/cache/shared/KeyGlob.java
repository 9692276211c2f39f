package gpudyno.cache.shared;

/// A pattern of keys in which `*` stands for any characters and `?` for one; every other character stands for itself.
///
/// Keys are matched here and not by the server, which is only told the part before the first wildcard: servers before Redis 7.0.9 take time
/// exponential in the number of `*`, during which they answer nobody. This takes at most the product of the two lengths.
record KeyGlob(String pattern) {
    boolean matches(String key) {
        int at = 0;
        int in = 0;
        int star = -1;
        int resume = 0;
        while (in < key.length()) {
            if (at < pattern.length() && pattern.charAt(at) == '*') {
                star = at++;
                resume = in;
            } else if (at < pattern.length() && (pattern.charAt(at) == '?' || pattern.charAt(at) == key.charAt(in))) {
                at++;
                in++;
            } else if (star >= 0) {
                at = star + 1;
                in = ++resume;
            } else {
                return false;
            }
        }
        while (at < pattern.length() && pattern.charAt(at) == '*') {
            at++;
        }
        return at == pattern.length();
    }

    /// A pattern for the server: what comes before the first wildcard, then `*`.
    String forServer() {
        StringBuilder literal = new StringBuilder();
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            if (c == '*' || c == '?') {
                return literal.append('*').toString();
            }
            if (c == '[' || c == ']' || c == '\\' || c == '^') {
                literal.append('\\');
            }
            literal.append(c);
        }
        return literal.toString();
    }
}
