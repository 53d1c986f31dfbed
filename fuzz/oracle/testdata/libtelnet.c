/* What libtelnet makes of Telnet streams, for the differential test of lib/telnet and lib/negotiation.
 *
 * Standard input is a sequence of requests: one byte of mode, four bytes of length (little-endian), the stream. Mode 'l' (lexer) wants
 * every event; mode 'n' (negotiation) wants what a server that supports ECHO, SGA, TTYPE and NAWS sends back. Standard output has for each
 * request four bytes of length and the answer:
 *   'D' byte            a byte of data
 *   'I' command         IAC and a command
 *   'N' verb option     a negotiation
 *   'S' option length payload   a subnegotiation; two bytes of length, little-endian
 *   'E'                 libtelnet calls it an error or a warning
 *   '>' byte            a byte that is sent
 */
#include <stddef.h> /* libtelnet.h uses size_t and does not say where it comes from */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <libtelnet.h>

static unsigned char *out;
static size_t length, room;

static void put(unsigned char b)
{
	if (length == room) {
		room = room ? 2 * room : 4096;
		out = realloc(out, room);
		if (!out)
			abort();
	}
	out[length++] = b;
}

static void negotiated(unsigned char verb, unsigned char option)
{
	put('N');
	put(verb);
	put(option);
}

static void handle(telnet_t *telnet, telnet_event_t *event, void *mode)
{
	size_t i;
	(void)telnet;
	if (*(const char *)mode == 'n') {
		if (event->type == TELNET_EV_SEND)
			for (i = 0; i < event->data.size; i++) {
				put('>');
				put((unsigned char)event->data.buffer[i]);
			}
		return;
	}
	switch (event->type) {
	case TELNET_EV_DATA:
		for (i = 0; i < event->data.size; i++) {
			put('D');
			put((unsigned char)event->data.buffer[i]);
		}
		break;
	case TELNET_EV_IAC:
		put('I');
		put(event->iac.cmd);
		break;
	case TELNET_EV_WILL:
		negotiated(TELNET_WILL, event->neg.telopt);
		break;
	case TELNET_EV_WONT:
		negotiated(TELNET_WONT, event->neg.telopt);
		break;
	case TELNET_EV_DO:
		negotiated(TELNET_DO, event->neg.telopt);
		break;
	case TELNET_EV_DONT:
		negotiated(TELNET_DONT, event->neg.telopt);
		break;
	case TELNET_EV_SUBNEGOTIATION:
		put('S');
		put(event->sub.telopt);
		put((unsigned char)(event->sub.size % 256));
		put((unsigned char)(event->sub.size / 256));
		for (i = 0; i < event->sub.size; i++)
			put((unsigned char)event->sub.buffer[i]);
		break;
	case TELNET_EV_WARNING:
	case TELNET_EV_ERROR:
		put('E');
		break;
	default:
		break;
	}
}

static void number(unsigned char *b, uint32_t v)
{
	b[0] = (unsigned char)v;
	b[1] = (unsigned char)(v >> 8);
	b[2] = (unsigned char)(v >> 16);
	b[3] = (unsigned char)(v >> 24);
}

int main(void)
{
	static const telnet_telopt_t options[] = {
		{TELNET_TELOPT_ECHO, TELNET_WILL, TELNET_DONT},
		{TELNET_TELOPT_SGA, TELNET_WILL, TELNET_DO},
		{TELNET_TELOPT_TTYPE, TELNET_WONT, TELNET_DO},
		{TELNET_TELOPT_NAWS, TELNET_WONT, TELNET_DO},
		{-1, 0, 0},
	};
	unsigned char head[5], size[4];
	while (fread(head, 1, sizeof head, stdin) == sizeof head) {
		uint32_t n = (uint32_t)head[1] | (uint32_t)head[2] << 8 | (uint32_t)head[3] << 16 | (uint32_t)head[4] << 24;
		char mode = (char)head[0];
		char *stream = malloc(n + 1);
		telnet_t *telnet = telnet_init(options, handle, mode == 'l' ? TELNET_FLAG_PROXY : 0, &mode);
		if (!stream || !telnet || fread(stream, 1, n, stdin) != n)
			return 1;
		length = 0;
		telnet_recv(telnet, stream, n);
		telnet_free(telnet);
		free(stream);
		number(size, (uint32_t)length);
		if (fwrite(size, 1, sizeof size, stdout) != sizeof size || (length && fwrite(out, 1, length, stdout) != length) || fflush(stdout))
			return 1;
	}
	free(out);
	return 0;
}
