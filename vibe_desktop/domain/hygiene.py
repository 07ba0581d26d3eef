"""What an address alone says about who reads it: a function, a private person, nobody for long."""

from collections.abc import Collection
from functools import lru_cache
from typing import Final

from vibe_desktop.domain.leads import NO_FLAGS, LeadFlag

# The mailboxes of RFC 2142, and those that companies put on their web sites.
_ROLE_NAMES_TEXT: Final = """
abuse accounting accounts admin administration administrator ads advertising affiliate
affiliates alerts all apply ask assistance backoffice billing bizdev board booking bookings
business buchhaltung bureau career careers commercial communication communications comms
community compliance comptabilite contact contactus contacto contato contatti contracts customer
customercare customerservice customersuccess data demo design dev developers devnull direccion
direction director dns donotreply dpo datenschutz einkauf editor editorial education email
enquiries enquiry events everyone export facturacion facturas feedback finance fraud frontdesk
ftp general hello help helpdesk hey hi hola hostmaster hr info infodesk information inbox
inquiries inquiry invest investor investorrelations investors invoice invoices invoicing it jobs
join kontakt kundenservice kundeservice legal list listserv logistics mail mailbox mailer-daemon
mailerdaemon management marketing media members membership merch moderator news newsletter
no-reply nobody noc noreply office offers operations ops order orders partner partners
partnership partnerships payable payments payroll personal post postbox postmaster pr presse
press privacy procurement projects promo purchase purchasing realestate receivable reception
recruit recruiting recruitment registrar remove renewals reservation reservations returns rh
root rsvp sale sales school secretariat secretary security sekretariat sem seo service services
service-client shipping shop shopping site social socials spam sponsor sponsorship staff store
studio subscribe subscriptions success suggestions support survey sysadmin talent team tech
technical techsupport tender test ticket tickets trade training travel unsubscribe usenet uucp
vendas vendor vendors ventas verkauf verwaltung vertrieb web webadmin webinar webinars webmaster
website welcome wholesale work www
"""
ROLE_NAMES: Final = frozenset(_ROLE_NAMES_TEXT.split())
"""Local parts that name a function."""

_FREE_MAIL_TEXT: Final = """
aim.com aol.com aol.de aol.fr aol.it aol.co.uk att.net bellsouth.net charter.net comcast.net
cox.net earthlink.net frontier.com juno.com mindspring.com netzero.net optonline.net
roadrunner.com rr.com sbcglobal.net twc.com verizon.net windstream.net rogers.com shaw.ca
sympatico.ca telus.net videotron.ca bell.net gmail.com googlemail.com icloud.com me.com mac.com
proton.me protonmail.com protonmail.ch pm.me tutanota.com tutanota.de tuta.io tuta.com
tutamail.com keemail.me fastmail.com fastmail.fm hushmail.com hush.com zoho.com zohomail.com
zohomail.eu mailbox.org posteo.de posteo.net mail.com email.com usa.com inbox.com lycos.com
rocketmail.com ymail.com myyahoo.com passport.com windowslive.com msn.com skiff.com hey.com
duck.com runbox.com web.de t-online.de freenet.de arcor.de email.de online.de kabelmail.de
vodafone.de unitybox.de magenta.de freemail.de mail.de versanet.de ewe.net gmx.net gmx.com
caramail.com aon.at chello.at a1.net kabsi.at bluewin.ch hispeed.ch sunrise.ch swissonline.ch
orange.fr wanadoo.fr free.fr sfr.fr laposte.net neuf.fr bbox.fr numericable.fr club-internet.fr
alice.fr aliceadsl.fr cegetel.net voila.fr dbmail.com skynet.be telenet.be proximus.be
scarlet.be ziggo.nl kpnmail.nl planet.nl hetnet.nl xs4all.nl home.nl upcmail.nl casema.nl
chello.nl tele2.nl zonnet.nl quicknet.nl btinternet.com btopenworld.com bt.com sky.com
talktalk.net virginmedia.com virgin.net blueyonder.co.uk ntlworld.com tiscali.co.uk plusnet.com
eircom.net libero.it virgilio.it tin.it alice.it tiscali.it fastwebnet.it inwind.it iol.it
email.it telefonica.net terra.es movistar.es ono.com sapo.pt iol.pt clix.pt netcabo.pt telia.com
comhem.se bredband.net spray.se online.no broadpark.no frisurf.no mail.dk jubii.dk stofanet.dk
tdcadsl.dk ofir.dk luukku.com kolumbus.fi elisanet.fi suomi24.fi saunalahti.fi pp.inet.fi wp.pl
onet.pl onet.eu op.pl o2.pl interia.pl interia.eu poczta.onet.pl poczta.fm tlen.pl vp.pl
gazeta.pl go2.pl seznam.cz email.cz centrum.cz atlas.cz post.cz volny.cz azet.sk centrum.sk
zoznam.sk freemail.hu citromail.hu t-online.hu indamail.hu abv.bg mail.bg otenet.gr mail.ru
bk.ru inbox.ru list.ru internet.ru rambler.ru ya.ru yandex.com ukr.net i.ua meta.ua bigmir.net
tut.by inbox.lv inbox.lt mail.ee walla.com walla.co.il bol.com.br uol.com.br terra.com.br
ig.com.br globo.com globomail.com r7.com prodigy.net.mx fibertel.com.ar speedy.com.ar
arnet.com.ar bigpond.com bigpond.net.au optusnet.com.au iinet.net.au tpg.com.au xtra.co.nz
rediffmail.com indiatimes.com sify.com in.com qq.com 163.com 126.com yeah.net sina.com sina.cn
sohu.com foxmail.com 139.com 189.cn aliyun.com 21cn.com tom.com naver.com hanmail.net daum.net
nate.com kakao.com docomo.ne.jp ezweb.ne.jp softbank.ne.jp nifty.com biglobe.ne.jp so-net.ne.jp
webmail.co.za mweb.co.za telkomsa.net vodamail.co.za
"""
FREE_MAIL: Final = frozenset(_FREE_MAIL_TEXT.split())
"""Providers of mailboxes for everybody: the large ones, and the common ones of each country."""

_NATIONAL_BRANDS: Final = frozenset({"yahoo", "hotmail", "outlook", "live", "gmx", "yandex"})


def is_role(local_part: str) -> bool:
    """Whether the part before the "@", lower case, names a function: "info", "sales+news"."""
    return local_part in ROLE_NAMES or (
        "+" in local_part and local_part.partition("+")[0] in ROLE_NAMES
    )


def is_free_mail(host: str) -> bool:
    """Whether everybody can have a mailbox at this host name: "gmail.com", "yahoo.co.uk"."""
    if host in FREE_MAIL:
        return True
    brand, _, rest = host.partition(".")
    if brand not in _NATIONAL_BRANDS:
        return False
    # yahoo.com, yahoo.fr, yahoo.co.uk, yahoo.com.br; but not live.acme.com
    country = rest.removeprefix("com.").removeprefix("co.")
    return rest == "com" or len(country) == 2


@lru_cache(maxsize=1)
def _national_hosts() -> frozenset[str]:
    """Every host name of one dot that a national brand may have: "yahoo.com", "yahoo.fr"."""
    letters = "abcdefghijklmnopqrstuvwxyz"
    tops = ["com", *(first + second for first in letters for second in letters)]
    return frozenset(f"{brand}.{top}" for brand in _NATIONAL_BRANDS for top in tops)


def simple_hosts(disposable: Collection[str] = frozenset()) -> frozenset[str]:
    """The host names of one dot of which `host_flags` says something, and some others.

    Whoever looks at many names asks this set first: most names are not in it.
    """
    return FREE_MAIL.union(_national_hosts(), disposable)


def host_flags(host: str, disposable: Collection[str] = frozenset()) -> LeadFlag:
    """What the part after the "@" says.

    Args:
        host: In normal form.
        disposable: Domains of throw-away addresses; each covers its subdomains.
    """
    if is_free_mail(host):
        return LeadFlag.FREE_MAIL
    # A list of domains never holds a top-level one, so looking that up too does no harm.
    while host:
        if host in disposable:
            return LeadFlag.DISPOSABLE
        host = host.partition(".")[2]
    return NO_FLAGS


def flags_of(email: str, disposable: Collection[str] = frozenset()) -> LeadFlag:
    """What an address in normal form says about who reads it."""
    local_part, _, host = email.rpartition("@")
    role = LeadFlag.ROLE if is_role(local_part) else NO_FLAGS
    return role | host_flags(host, disposable)
