package gpudyno.model.cache;

/// A pattern of keys in which `*` stands for any characters and `?` for one; every other character stands for itself.
public record KeyGlob(String pattern) {
    /// Takes at most the product of the two lengths, whatever the pattern.
    public boolean matches(String key) {
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
}
