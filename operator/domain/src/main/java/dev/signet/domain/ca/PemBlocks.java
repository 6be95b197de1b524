package dev.signet.domain.ca;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;

/**
 * Reads PEM as the strict grammar of RFC 7468 section 3 has it and stops at the first thing that is not of it: BouncyCastle's and
 * the JDK's readers skip what they do not know. CRLF and blank lines between blocks are accepted, since editors make them.
 */
final class PemBlocks {
    private static final String BEGIN = "-----BEGIN ";
    private static final String END = "-----END ";
    private static final String DASHES = "-----";

    /** One block: its label and its decoded content. Prints no content, which may be a key. */
    static final class Block {
        private final String label;
        private final byte[] content;

        private Block(String label, byte[] content) {
            this.label = label;
            this.content = content;
        }

        String label() {
            return label;
        }

        byte[] content() {
            return content;
        }

        @Override
        public String toString() {
            return "Block[" + label + "]";
        }
    }

    private final String[] lines;
    private final Set<String> labels;
    private int next;

    private PemBlocks(String text, Set<String> labels) {
        this.lines = text.split("\n", -1);
        this.labels = labels;
    }

    /** The blocks of a text, in order, at least one. */
    static Outcome<List<Block>, PemFault> read(byte[] text, Set<String> labels) {
        if (text.length > Pem.MAX_BYTES) {
            return Outcome.refused(PemFault.TOO_LARGE);
        }
        for (byte b : text) {
            if (b == 0) {
                return Outcome.refused(PemFault.NUL);
            }
        }
        return new PemBlocks(new String(text, StandardCharsets.ISO_8859_1), labels).all();
    }

    private Outcome<List<Block>, PemFault> all() {
        List<Block> blocks = new ArrayList<>();
        while (next < lines.length) {
            String line = line();
            if (line.isEmpty()) {
                continue;
            }
            if (!line.startsWith(BEGIN) || !line.endsWith(DASHES)) {
                return Outcome.refused(PemFault.TEXT_OUTSIDE_BLOCKS);
            }
            Outcome<Block, PemFault> block = block(line.substring(BEGIN.length(), line.length() - DASHES.length()));
            if (block instanceof Outcome.Refused<Block, PemFault> refused) {
                return Outcome.refused(refused.reason());
            }
            blocks.add(block.orElseThrow());
        }
        return blocks.isEmpty() ? Outcome.refused(PemFault.EMPTY) : Outcome.accepted(List.copyOf(blocks));
    }

    private Outcome<Block, PemFault> block(String label) {
        if (label.equals("ENCRYPTED PRIVATE KEY")) {
            return Outcome.refused(PemFault.ENCRYPTED);
        }
        if (!labels.contains(label)) {
            return Outcome.refused(PemFault.UNEXPECTED_BLOCK);
        }
        StringBuilder base64 = new StringBuilder();
        while (next < lines.length) {
            String line = line();
            if (line.equals(END + label + DASHES)) {
                return content(label, base64.toString());
            }
            if (line.startsWith("Proc-Type:") && line.contains("ENCRYPTED")) {
                return Outcome.refused(PemFault.ENCRYPTED);
            }
            if (line.indexOf(':') >= 0) {
                return Outcome.refused(PemFault.HEADERS);
            }
            if (line.startsWith("-")) {
                return Outcome.refused(PemFault.UNFINISHED_BLOCK);
            }
            base64.append(line);
        }
        return Outcome.refused(PemFault.UNFINISHED_BLOCK);
    }

    private static Outcome<Block, PemFault> content(String label, String base64) {
        try {
            byte[] content = Base64.getDecoder().decode(base64);
            // The decoder forgives missing padding and spare bits; only the one canonical text is taken.
            return Base64.getEncoder().encodeToString(content).equals(base64)
                    ? Outcome.accepted(new Block(label, content))
                    : Outcome.refused(PemFault.NOT_BASE64);
        } catch (IllegalArgumentException e) {
            return Outcome.refused(PemFault.NOT_BASE64);
        }
    }

    private String line() {
        String line = lines[next++];
        return line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
    }
}
