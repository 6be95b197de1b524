package dev.signet.domain.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.domain.result.Outcome;
import dev.signet.domain.result.Parsed;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("L5: client addresses in one or more CIDRs, the right form in the message for any other")
class CidrTest {

    private static Cidr cidr(String text) {
        return Outcome.valueOf(Cidr.parse(text));
    }

    private static ClientAddress address(String text) {
        return Outcome.valueOf(ClientAddress.parse(text));
    }

    @ParameterizedTest
    @CsvSource({
        "10.15.10.0/24, 10.15.10.0/24",
        "0.0.0.0/0, 0.0.0.0/0",
        "255.255.255.255/32, 255.255.255.255/32",
        "10.1.2.3/32, 10.1.2.3/32",
        "10.128.0.0/9, 10.128.0.0/9",
        "::/0, ::/0",
        "::1/128, ::1/128",
        "2001:db8::/32, 2001:db8::/32",
        "2001:0DB8:0000::/48, 2001:db8::/48",
        "fe80::/10, fe80::/10",
        "::1.2.3.4/128, ::102:304/128",
        "::ffff:10.0.0.0/104, 10.0.0.0/8",
        "::ffff:0:0/96, 0.0.0.0/0",
        "::FFFF:0a01:0203/128, 10.1.2.3/32",
        "64:ff9b::10.0.0.0/104, 64:ff9b::a00:0/104"
    })
    void oneSpellingIsAcceptedAndOneIsWritten(String text, String canonical) {
        assertThat(cidr(text)).hasToString(canonical).isEqualTo(cidr(canonical)).hasSameHashCodeAs(cidr(canonical));
    }

    @ParameterizedTest
    @CsvSource({
        "10.15.10.0/24, 10.15.10.0, true",
        "10.15.10.0/24, 10.15.10.255, true",
        "10.15.10.0/24, 10.15.11.0, false",
        "10.15.10.0/24, 10.15.9.255, false",
        "10.15.10.0/24, ::ffff:10.15.10.7, true",
        "10.15.10.0/24, ::10.15.10.7, false",
        "10.128.0.0/9, 10.127.255.255, false",
        "10.128.0.0/9, 10.255.255.255, true",
        "10.1.2.3/32, 10.1.2.3, true",
        "10.1.2.3/32, 10.1.2.2, false",
        "10.1.2.2/31, 10.1.2.3, true",
        "0.0.0.0/0, 255.1.2.3, true",
        "0.0.0.0/0, ::1, false",
        "::/0, 2001:db8::1, true",
        "::/0, 10.1.2.3, false",
        "::/0, ::ffff:10.1.2.3, false",
        "::ffff:0:0/96, 10.1.2.3, true",
        "::ffff:10.0.0.0/104, 10.255.0.1, true",
        "2001:db8::/33, 2001:db8:7fff::1, true",
        "2001:db8::/33, 2001:db8:8000::1, false",
        "2001:db8::/32, 2001:db9::, false",
        "fe80::/10, febf::1, true",
        "fe80::/10, fec0::1, false"
    })
    void aNetworkHoldsTheAddressesThatShareItsPrefix(String network, String client, boolean held) {
        assertThat(cidr(network).contains(address(client))).isEqualTo(held);
    }

    @ParameterizedTest
    @CsvSource({
        // bare addresses
        "10.1.2.3, 'bare address; write 10.1.2.3/32'",
        "2001:db8::1, 'bare address; write 2001:db8::1/128'",
        "::ffff:10.1.2.3, 'bare address; write 10.1.2.3/32'",
        // host bits
        "10.15.10.7/24, 'write 10.15.10.0/24 for the network, 10.15.10.7/32 for the one address'",
        "10.0.0.1/0, write 0.0.0.0/0 for the network",
        "255.255.255.255/31, write 255.255.255.254/31",
        "2001:db8::1/32, 'write 2001:db8::/32 for the network, 2001:db8::1/128 for the one address'",
        "::ffff:10.1.2.3/104, 'write 10.0.0.0/8 for the network, 10.1.2.3/32 for the one address'",
        "::ffff:10.0.0.0/90, bits set beyond its prefix",
        "::ffff:0:0/95, bits set beyond its prefix",
        // prefixes
        "10.0.0.0/33, 'has a prefix of 33 bits; an IPv4 network has 0 to 32'",
        "10.0.0.0/999, has a prefix of 999 bits",
        "::/129, 'has a prefix of 129 bits; an IPv6 network has 0 to 128'",
        "10.0.0.0/1000, no readable prefix",
        "10.0.0.0/, 'write a number from 0 to 32 after the slash'",
        "10.0.0.0/08, no readable prefix",
        "10.0.0.0/-8, no readable prefix",
        "10.0.0.0/+8, no readable prefix",
        "10.0.0.0/ 8, no readable prefix",
        "10.0.0.0/8/8, no readable prefix",
        "10.0.0.0/0x8, no readable prefix",
        "10.0.0.0/٨, no readable prefix",
        "2001:db8::/x, 'write a number from 0 to 128 after the slash'",
        "10.0.0.0/255.0.0.0, 'has a mask; write the prefix, 10.0.0.0/8'",
        "10.1.2.0/255.255.255.0, 'has a mask; write the prefix, 10.1.2.0/24'",
        "10.0.0.0/255.0.255.0, no readable prefix",
        "10.0.0.0/0.0.0.255, no readable prefix"
    })
    void anyOtherFormIsRefusedWithTheRightOne(String text, String message) {
        assertThat(Outcome.messageOf(Cidr.parse(text))).contains(message);
    }

    /** Each is read as some address by one C library, language or proxy or another. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "/",
                "/8",
                "*",
                "10",
                "10.1",
                "10.1.2",
                "127.1",
                "10.1.2.3.4",
                "10.1.2.",
                ".10.1.2",
                "10..1.2",
                "256.1.2.3",
                "10.1.2.999",
                "010.1.2.3",
                "10.01.2.3",
                "10.1.2.00",
                "0177.0.0.1",
                "0x7f.0.0.1",
                "0x7f000001",
                "2130706433",
                "017700000001",
                "0b1010.0.0.1",
                "10.1.2.*",
                "10.1.2.1-5",
                "10.1.2.3 ",
                " 10.1.2.3",
                "10.1.2.3\n",
                "10,1,2,3",
                "１０.1.2.3",
                "١0.1.2.3",
                "10.1.2.3:80",
                "[::1]",
                "[::1]:80",
                ":",
                ":::",
                "::1::",
                "1:2",
                "1:2:3:4:5:6:7",
                "1:2:3:4:5:6:7:8:9",
                "2001:db8",
                "2001:db8:::1",
                "12345::",
                "00001::",
                "g::1",
                "fe80::1%eth0",
                "fe80::1%1",
                "fe80::1%",
                "%eth0",
                "::10.1.2",
                "::ffff:010.1.2.3",
                "::ffff:10.1.2.0x3",
                "::ffff:256.1.2.3",
                "::*",
                "::1-2",
                "4)+k&C#VzJ4br>0wv%Yp",
                "0x00000000000000000000000000000001",
                "00000000000000000000000000000001",
                "localhost",
                "unknown",
                "_hidden",
                "-",
                "1:2:3:4:5:6:7::8::"
            })
    void noOtherSpellingOfAnAddressIsRead(String text) {
        assertThat(Outcome.messageOf(ClientAddress.parse(text))).contains("write one such as 10.1.2.3");
        assertThat(Outcome.messageOf(Cidr.parse(text + "/8"))).contains("no network; write one such as 10.15.10.0/24");
        assertThat(Cidr.parse(text).isValid()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "10.1.2.3, 10.1.2.3",
        "0.0.0.0, 0.0.0.0",
        "::ffff:10.1.2.3, 10.1.2.3",
        "::ffff:a01:203, 10.1.2.3",
        "0:0:0:0:0:ffff:10.1.2.3, 10.1.2.3",
        "2001:0DB8:0:0:0:0:0:0001, 2001:db8::1",
        "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
        "::, ::",
        "1::, 1::"
    })
    void aClientAddressHasOneSpellingToo(String text, String canonical) {
        assertThat(address(text)).hasToString(canonical).isEqualTo(address(canonical));
    }

    /** Against {@link BigInteger} arithmetic on what {@link InetAddress} makes of the same text. */
    @Test
    void containmentAgreesWithArithmetic() throws UnknownHostException {
        Random random = new Random(12);
        for (int i = 0; i < 5_000; i++) {
            boolean v4 = random.nextBoolean();
            int bits = v4 ? 32 : 128;
            int prefix = random.nextInt(bits + 1);
            BigInteger mask = BigInteger.ONE.shiftLeft(bits - prefix).subtract(BigInteger.ONE);
            BigInteger low = new BigInteger(bits, random).setBit(bits - 1).andNot(mask);
            BigInteger near = low.xor(new BigInteger(Math.min(bits, bits - prefix + 1), random));
            Cidr network = cidr(text(low, v4) + "/" + prefix);
            boolean expected = near.andNot(mask).equals(low);
            assertThat(network.contains(address(text(near, v4))))
                    .as("%s in %s", text(near, v4), network)
                    .isEqualTo(expected);
        }
    }

    private static String text(BigInteger number, boolean v4) throws UnknownHostException {
        byte[] signed = number.toByteArray();
        byte[] bytes = new byte[v4 ? 4 : 16];
        int taken = Math.min(signed.length, bytes.length);
        System.arraycopy(signed, signed.length - taken, bytes, bytes.length - taken, taken);
        return InetAddress.getByAddress(bytes).getHostAddress();
    }

    @Test
    void severalNetworksAllowWhatAnyOfThemHolds() {
        AllowedNetworks networks =
                Outcome.valueOf(AllowedNetworks.parse(List.of("10.0.0.0/8", "2001:db8::/32", "192.168.1.7/32")));
        assertThat(networks.contain(address("10.9.9.9"))).isTrue();
        assertThat(networks.contain(address("2001:db8::9"))).isTrue();
        assertThat(networks.contain(address("192.168.1.7"))).isTrue();
        assertThat(networks.contain(address("192.168.1.8"))).isFalse();
        assertThat(networks.isAnywhere()).isFalse();
    }

    @Test
    void noNetworkAllowsAnyAddress() {
        AllowedNetworks none = Outcome.valueOf(AllowedNetworks.parse(List.of()));
        assertThat(none.isAnywhere()).isTrue();
        assertThat(none.contain(address("10.9.9.9"))).isTrue();
    }

    @Test
    void atMostFiftyNetworksAndAFaultNamesItsPlace() {
        assertThat(AllowedNetworks.parse(Collections.nCopies(50, "10.0.0.0/8")).isValid())
                .isTrue();
        assertThat(Outcome.messageOf(AllowedNetworks.parse(Collections.nCopies(51, "10.0.0.0/8"))))
                .isEqualTo("51 networks; write at most 50");
        Parsed<AllowedNetworks> parsed =
                AllowedNetworks.parse(List.of("10.0.0.0/8", "10.0.0.0/33")).in("allowedCIDRs");
        assertThat(Outcome.fieldOf(parsed)).isEqualTo("allowedCIDRs[1]");
    }
}
