package dev.signet.domain.format;

import dev.signet.domain.text.AsciiSet;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.Optional;

/**
 * Numbers in base 62 with GitHub's digits, {@code 0-9A-Za-z} in that order, padded with zeros on the left to a fixed
 * width. A fixed width and a known bound make the text of a number unique, so that no token has two spellings.
 */
final class Base62 {

    private static final String DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final BigInteger BASE = BigInteger.valueOf(DIGITS.length());

    private Base62() {}

    /** The number's digits, at least {@code width} of them. */
    static String encode(BigInteger number, int width) {
        StringBuilder reversed = new StringBuilder(width);
        BigInteger rest = number;
        while (rest.signum() > 0) {
            BigInteger[] divided = rest.divideAndRemainder(BASE);
            reversed.append(DIGITS.charAt(divided[1].intValue()));
            rest = divided[0];
        }
        while (reversed.length() < width) {
            reversed.append(DIGITS.charAt(0));
        }
        return reversed.reverse().toString();
    }

    /** The number's last {@code width} digits. */
    static String encode(long number, int width) {
        char[] digits = new char[width];
        long rest = number;
        for (int i = width - 1; i >= 0; i--) {
            digits[i] = DIGITS.charAt((int) (rest % DIGITS.length()));
            rest /= DIGITS.length();
        }
        return new String(digits);
    }

    /** The number, if every character is a digit and it takes no more than {@code bits} bits. */
    static Optional<BigInteger> decode(String text, int bits) {
        BigInteger number = BigInteger.ZERO;
        for (int i = 0; i < text.length(); i++) {
            int digit = DIGITS.indexOf(text.charAt(i));
            if (digit < 0) {
                return Optional.empty();
            }
            number = number.multiply(BASE).add(BigInteger.valueOf(digit));
        }
        return number.bitLength() <= bits ? Optional.of(number) : Optional.empty();
    }

    /**
     * Whether a text stands for a number that is not above another one. Digits are in the order of their characters, so that of two
     * texts of one width the greater number has the greater text, and no number is made of either.
     *
     * @param largest of one width with the text, as {@link #largest} makes it
     */
    static boolean fits(String text, String largest) {
        return text.length() == largest.length() && isText(text) && text.compareTo(largest) <= 0;
    }

    /** The greatest number of so many bits. */
    static String largest(int bits, int width) {
        return encode(BigInteger.ONE.shiftLeft(bits).subtract(BigInteger.ONE), width);
    }

    static boolean isText(String text) {
        return AsciiSet.ALPHANUMERIC.containsAll(text);
    }

    /** Digits drawn evenly and independently. */
    static String random(int width, SecureRandom random) {
        StringBuilder text = new StringBuilder(width);
        for (int i = 0; i < width; i++) {
            text.append(DIGITS.charAt(random.nextInt(DIGITS.length())));
        }
        return text.toString();
    }

    /** The number as exactly {@code length} bytes, most significant first. */
    static byte[] bytes(BigInteger number, int length) {
        byte[] signed = number.toByteArray();
        byte[] bytes = new byte[length];
        int taken = Math.min(signed.length, length);
        System.arraycopy(signed, signed.length - taken, bytes, length - taken, taken);
        return bytes;
    }
}
