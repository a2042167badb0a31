#!/usr/bin/python3
"""What we write as MTOM Python's email package reads, and what it writes we read.

usage: mtom_peer.py MTOM_TOOL FOLDER     TAP on standard output
"""
import email.encoders
import email.generator
import email.mime.application
import email.mime.multipart
import email.parser
import email.policy
import io
import os
import random
import subprocess
import sys

TOOL, FOLDER = sys.argv[1:3]
ROOT = '<e>\r\nюникод --x\n</e>'.encode()
RANDOM = random.Random(2387)
FILES = [b'', b'\r\n', b'one line', b'\r\n--\r\n--mostik-\r\n', bytes(range(256)) * 40,
         RANDOM.randbytes(300000)]
count = failed = 0


def ok(what, good, note=''):
    global count, failed
    count += 1
    failed += not good
    print(f"{'ok' if good else 'not ok'} {count} - {what}")
    if not good and note:
        print(f'# {note}')


def write(name, octets):
    path = os.path.join(FOLDER, name)
    with open(path, 'wb') as f:
        f.write(octets)
    return path


def read_by_python(package):
    """A package with its Content-Type, as a mail: its parts in order."""
    content_type, octets = package.split(b'\n', 1)
    mail = b'MIME-Version: 1.0\r\nContent-Type: ' + content_type + b'\r\n\r\n' + octets
    return email.parser.BytesParser(policy=email.policy.HTTP).parsebytes(mail)


def ours():
    paths = [write('root.xml', ROOT)] + [write(f'in-{i}', octets) for i, octets in enumerate(FILES)]
    package = subprocess.run([TOOL, 'write'] + paths, check=True, capture_output=True).stdout
    message = read_by_python(package)
    parts = list(message.iter_parts()) if message.is_multipart() else []
    ok('it is multipart/related', message.get_content_type() == 'multipart/related')
    ok('its type is that of XOP', message.get_param('type') == 'application/xop+xml')
    ok('start-info is the type of the envelope', message.get_param('start-info') == 'text/xml')
    ok('the parser has found nothing wrong', not message.defects and not any(p.defects for p in parts),
       str([message.defects] + [p.defects for p in parts]))
    ok('all parts are there', len(parts) == 1 + len(FILES), str(len(parts)))
    ok('start names the root', parts[0]['Content-ID'] == message.get_param('start'))
    ok('the root says what it is', parts[0].get_content_type() == 'application/xop+xml' and
       parts[0].get_param('charset') == 'UTF-8' and parts[0].get_param('type') == 'text/xml')
    ok('the root is the envelope', parts[0].get_payload(decode=True) == ROOT)
    for i, octets in enumerate(FILES):
        part = parts[i + 1]
        ok(f'file {i} is as it was', part.get_payload(decode=True) == octets)
        ok(f'file {i} has its name', part['Content-ID'] == f'<{chr(ord("a") + i)}@mostik>')
        ok(f'file {i} is binary', part['Content-Transfer-Encoding'] == 'binary')


def message_of(encoding):
    """A package as the email package writes it; encoding None: octets as they are."""
    message = email.mime.multipart.MIMEMultipart('related', type='application/xop+xml', start='<root@peer>',
                                                 start_info='text/xml', policy=email.policy.HTTP)
    message.set_param('start-info', 'text/xml')
    message.del_param('start_info')
    subtype = ('xop+xml', {'charset': 'UTF-8', 'type': 'text/xml'})
    for name, octets, (kind, params) in [('root@peer', ROOT, subtype)] + [
            (f'file-{i}@peer', octets, ('pdf', {})) for i, octets in enumerate(FILES)]:
        part = email.mime.application.MIMEApplication(b'', kind, email.encoders.encode_noop, policy=email.policy.HTTP,
                                                      **params)
        if encoding:
            part.set_payload(octets)
            email.encoders.encode_base64(part)
        else:
            part['Content-Transfer-Encoding'] = 'binary'
        part.octets = part.get_payload().encode() if encoding else octets
        part['Content-ID'] = f'<{name}>'
        message.attach(part)
    return message


def octets_of(message):
    """Content-Type, a newline, and the octets; of binary parts by hand, since the generator mends line ends."""
    policy = email.policy.HTTP
    message.set_boundary('=_python_' + 'x' * 40)
    head = message['Content-Type'].replace('\r\n', '').replace('\n', '').encode()
    out = io.BytesIO()
    for part in message.get_payload():
        out.write(b'--' + message.get_boundary().encode() + b'\r\n')
        for name, value in part.items():
            out.write(policy.fold(name, value).encode())
        out.write(b'\r\n' + part.octets + b'\r\n')
    out.write(b'--' + message.get_boundary().encode() + b'--\r\n')
    return head + b'\n' + out.getvalue()


def read_by_us(package):
    folder = os.path.join(FOLDER, f'out-{count}')
    os.mkdir(folder)
    run = subprocess.run([TOOL, 'read', folder], input=package, capture_output=True)
    return run.returncode, run.stdout.decode(), folder


def theirs():
    code, said, folder = read_by_us(octets_of(message_of(None)))
    ok('a package of theirs is read', code == 0, said)
    for name, octets in [('root', ROOT)] + [(f'file-{i}@peer', octets) for i, octets in enumerate(FILES)]:
        path = os.path.join(folder, name)
        ok(f'{name} is as it was', os.path.exists(path) and open(path, 'rb').read() == octets)
    code, said, _ = read_by_us(octets_of(message_of('base64')))
    ok('one in base64 is refused', code == 1 and said.startswith('FUND_HTTP Content-Transfer-Encoding'), said)
    buffer = io.BytesIO()
    message = message_of('base64')
    for part in message.get_payload():
        del part['Content-Transfer-Encoding']
        part['Content-Transfer-Encoding'] = '7bit'
    message.set_boundary('b')
    email.generator.BytesGenerator(buffer, policy=email.policy.HTTP).flatten(message)
    octets = buffer.getvalue()
    octets = octets[octets.index(b'\r\n\r\n') + 4:]
    code, said, _ = read_by_us(message['Content-Type'].replace('\r\n', '').replace('\n', '').encode() + b'\n' + octets)
    ok('one that their generator has written whole is read', code == 0, said)


ours()
theirs()
print(f'1..{count}')
sys.exit(failed != 0)
