package dev.signet.domain.request;

/** Whether the letter case of a path counts at a host. */
public enum PathCase {
    /** It does, as RFC 3986, section 6.2.2.1, has it: {@code /John} and {@code /john} are two paths. */
    Sensitive {
        @Override
        public boolean same(String one, String other) {
            return one.equals(other);
        }
    },

    /**
     * It does not, as on Windows: {@code /John} and {@code /john} are one path. Of ASCII letters only: servers disagree
     * about others (the Kelvin sign is a k to some), and a rule that does not know them for equal allows less, never more.
     */
    Insensitive {
        @Override
        public boolean same(String one, String other) {
            if (one.length() != other.length()) {
                return false;
            }
            for (int i = 0; i < one.length(); i++) {
                if (folded(one.charAt(i)) != folded(other.charAt(i))) {
                    return false;
                }
            }
            return true;
        }
    };

    /** Whether two segments are one and the same to the host. */
    public abstract boolean same(String one, String other);

    private static char folded(char letter) {
        return letter >= 'A' && letter <= 'Z' ? (char) (letter + ('a' - 'A')) : letter;
    }
}
