//! How two participants of one host meet: through a Unix socket without a file, over which the descriptors of what they
//! share travel. One offers a link, the other answers, the first confirms that all of it can be used. Who cannot be reached by it, is another user, or sends what cannot be right, is not linked.

use std::io;
use std::os::fd::{AsFd, OwnedFd};

use socket2::{Domain, SockAddr, Socket, Type};

use crate::PeerId;
use crate::system;

/// Peers of another version of what is shared do not understand one another.
const MAGIC: [u8; 8] = *b"rosebay1";
const BACKLOG: i32 = 128;

/// What each says first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Greeting {
    pub(crate) from: PeerId,
    pub(crate) to: PeerId,
}

impl Greeting {
    const SIZE: usize = 32;

    pub(crate) fn to_bytes(self) -> [u8; Greeting::SIZE] {
        let mut bytes = [0; Greeting::SIZE];
        bytes[..8].copy_from_slice(&MAGIC);
        bytes[8..20].copy_from_slice(&self.from.0);
        bytes[20..].copy_from_slice(&self.to.0);
        bytes
    }

    fn parse(bytes: &[u8]) -> Option<Greeting> {
        let (magic, ids) = bytes.split_first_chunk::<8>()?;
        let (from, to) = ids.split_first_chunk::<12>()?;
        (*magic == MAGIC).then_some(Greeting {
            from: PeerId(*from),
            to: PeerId(to.try_into().ok()?),
        })
    }
}

pub(crate) fn malformed() -> io::Error {
    io::Error::new(
        io::ErrorKind::InvalidData,
        "another process sent a greeting that was not expected",
    )
}

/// The socket's name begins with 0, so that it is no file and is gone with its process.
fn address(id: PeerId) -> io::Result<SockAddr> {
    SockAddr::unix(format!("\0rosebay/{id}"))
}

fn socket() -> io::Result<Socket> {
    let socket = Socket::new(Domain::UNIX, Type::SEQPACKET, None)?;
    socket.set_nonblocking(true)?;
    Ok(socket)
}

pub(crate) fn listen(id: PeerId) -> io::Result<Socket> {
    let socket = socket()?;
    socket.bind(&address(id)?)?;
    socket.listen(BACKLOG)?;
    Ok(socket)
}

pub(crate) fn connect(id: PeerId) -> io::Result<Socket> {
    let socket = socket()?;
    socket.connect(&address(id)?)?;
    check_user(&socket)?;
    Ok(socket)
}

/// The next connection, if there is one.
pub(crate) fn accept(listener: &Socket) -> io::Result<Option<Socket>> {
    match listener.accept() {
        Ok((socket, _)) => {
            socket.set_nonblocking(true)?;
            Ok(Some(socket))
        }
        Err(error)
            if [io::ErrorKind::WouldBlock, io::ErrorKind::ConnectionAborted]
                .contains(&error.kind()) =>
        {
            Ok(None)
        }
        Err(error) => Err(error),
    }
}

/// Refuses processes of other users.
pub(crate) fn check_user(socket: &Socket) -> io::Result<()> {
    if system::peer_user(socket.as_fd())? == system::own_user() {
        return Ok(());
    }
    Err(io::Error::new(
        io::ErrorKind::PermissionDenied,
        "the other process is of another user",
    ))
}

/// What the other side of a connection says.
pub(crate) fn hear(socket: &Socket, own: PeerId) -> io::Result<(Greeting, Vec<OwnedFd>)> {
    let mut bytes = [0; Greeting::SIZE + 1];
    let (length, descriptors) = system::receive(socket.as_fd(), &mut bytes)?;
    let greeting = Greeting::parse(&bytes[..length]).filter(|greeting| greeting.to == own);
    Ok((greeting.ok_or_else(malformed)?, descriptors))
}
