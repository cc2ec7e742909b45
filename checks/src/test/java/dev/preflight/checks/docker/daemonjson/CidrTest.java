package dev.preflight.checks.docker.daemonjson;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CidrTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "172.31.0.1",
                "255.255.255.255",
                "::",
                "::1",
                "1::",
                "fd00::1",
                "2001:db8:0:0:1:2:3:4",
                "1:2:3:4:5:6:7::",
                "::2:3:4:5:6:7:8",
                "64:ff9b::192.0.2.33",
                "FE80::A"
            })
    void anAddressIsTheNumberThatTheJdkReads(String text) throws UnknownHostException {
        byte[] bytes = InetAddress.getByName(text).getAddress();
        assertThat(Cidr.alone(text)).contains(new Cidr(new BigInteger(1, bytes), bytes.length * 8, bytes.length * 8));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                ":",
                ":::",
                "1.2.3",
                "1.2.3.256",
                "01.2.3.4",
                "1.2.3.4.5",
                "1::2::3",
                "1:2:3:4:5:6:7",
                "1:2:3:4:5:6:7:8:9",
                "1:2:3:4:5:6:7::8",
                "fd00::12345",
                "fd00::g",
                "fd00::1%eth0",
                "1.2:3.4.5.6",
                "::1.2.3",
                "example.com"
            })
    void whatIsNoAddressIsNone(String text) {
        assertThat(Cidr.alone(text)).isEmpty();
    }
}
