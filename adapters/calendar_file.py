"""Writes an invitation as an .ics file, which any calendar takes in, moves or takes out (RFC 5545 and 5546)."""

from datetime import timedelta

from icalendar import Calendar, Event, vCalAddress, vText

from domain.requests.invitation import Attendee, Invitation

MEDIA_TYPE = "text/calendar"


def calendar_file(invitation: Invitation) -> bytes:
    """The file: a REQUEST, or a CANCEL of the one sent before under the same UID."""
    calendar = Calendar()
    calendar.add("prodid", "-//Quarterback//Sales assistant//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "CANCEL" if invitation.cancelled else "REQUEST")
    event = Event()
    event.add("uid", invitation.uid)
    event.add("sequence", invitation.sequence)
    event.add("dtstamp", invitation.stamped)
    event.add("dtstart", invitation.starts)
    event.add("dtend", invitation.starts + timedelta(minutes=invitation.minutes))
    event.add("summary", invitation.summary)
    if invitation.place:
        event.add("location", invitation.place)
    if invitation.notes:
        event.add("description", invitation.notes)
    event.add("status", "CANCELLED" if invitation.cancelled else "CONFIRMED")
    event.add("organizer", _address(invitation.organizer), encode=False)
    for attendee in invitation.attendees:
        address = _address(attendee)
        address.params["partstat"] = vText("ACCEPTED")
        address.params["role"] = vText("REQ-PARTICIPANT")
        event.add("attendee", address, encode=False)
    calendar.add_component(event)
    return bytes(calendar.to_ical())


def _address(person: Attendee) -> vCalAddress:
    address = vCalAddress(f"mailto:{person.address}")
    address.params["cn"] = vText(person.name)
    return address
