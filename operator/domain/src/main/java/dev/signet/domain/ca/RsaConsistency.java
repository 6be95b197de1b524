package dev.signet.domain.ca;

import java.math.BigInteger;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.RSAPrivateCrtKeyParameters;

/**
 * Whether the eight numbers of an RSA key belong together. One wrong number makes signatures that fail, or that give a factor of
 * the modulus away (Boneh, DeMillo, Lipton 1997: a fault in one half of the CRT computation).
 */
final class RsaConsistency {
    private RsaConsistency() {}

    /** True for keys of other kinds too: they have no numbers that could disagree. */
    static boolean holds(AsymmetricKeyParameter key) {
        if (!(key instanceof RSAPrivateCrtKeyParameters rsa)) {
            return true;
        }
        BigInteger p1 = rsa.getP().subtract(BigInteger.ONE);
        BigInteger q1 = rsa.getQ().subtract(BigInteger.ONE);
        return rsa.getP().multiply(rsa.getQ()).equals(rsa.getModulus())
                && rsa.getExponent().mod(p1).equals(rsa.getDP())
                && rsa.getExponent().mod(q1).equals(rsa.getDQ())
                && isOne(rsa.getPublicExponent().multiply(rsa.getDP()), p1)
                && isOne(rsa.getPublicExponent().multiply(rsa.getDQ()), q1)
                && isOne(rsa.getQInv().multiply(rsa.getQ()), rsa.getP());
    }

    private static boolean isOne(BigInteger product, BigInteger modulus) {
        return product.mod(modulus).equals(BigInteger.ONE);
    }
}
