"""Header lines as the usual exporters write them.

Of the columns that are no field of a lead, those that could be mistaken for one are all there.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from vibe_desktop.domain.leads import LeadField


@dataclass(frozen=True, slots=True)
class Export:
    """One exporter's file.

    Attributes:
        line: Its header line.
        fields: Headers by the field that they fill.
        country: The header of the column with the lead's country, "" when there is none.
        profiles: Columns that hold pages at LinkedIn although they could hold web sites.
    """

    name: str
    line: str
    fields: Mapping[LeadField, str]
    country: str = ""
    profiles: tuple[int, ...] = ()

    @property
    def headers(self) -> tuple[str, ...]:
        """The column names."""
        return tuple(self.line.split(","))


EXPORTS: Final = (
    Export(
        "Apollo",
        "First Name,Last Name,Title,Company Name,Company Name for Emails,Email,Email Status,"
        "Primary Email Source,Primary Email Verification Source,Email Confidence,"
        "Primary Email Catch-all Status,Primary Email Last Verified At,Seniority,Departments,"
        "Contact Owner,Work Direct Phone,Home Phone,Mobile Phone,Corporate Phone,Other Phone,"
        "Stage,Lists,Last Contacted,Account Owner,# Employees,Industry,Keywords,"
        "Person Linkedin Url,Website,Company Linkedin Url,Facebook Url,Twitter Url,City,"
        "State,Country,Company Address,Company City,Company State,Company Country,"
        "Company Phone,Technologies,Annual Revenue,Total Funding,Latest Funding,"
        "Latest Funding Amount,Last Raised At,Subsidiary of,Email Sent,Email Open,"
        "Email Bounced,Replied,Demoed,Number of Retail Locations,Apollo Contact Id,"
        "Apollo Account Id,Secondary Email,Secondary Email Source,Secondary Email Status,"
        "Secondary Email Verification Source,Tertiary Email,Tertiary Email Source,"
        "Tertiary Email Status,Tertiary Email Verification Source",
        {
            LeadField.EMAIL: "Email",
            LeadField.FIRST_NAME: "First Name",
            LeadField.LAST_NAME: "Last Name",
            LeadField.COMPANY_NAME: "Company Name for Emails",
            LeadField.JOB_TITLE: "Title",
            LeadField.WEBSITE: "Website",
            LeadField.PHONE: "Work Direct Phone",
        },
        country="Country",
    ),
    Export(
        "Evaboot",
        "First Name,Last Name,Full Name,Prospect Position,Current Job,Email,Email Status,"
        "Company Name,Company Website,Company Domain,Company Employee Count,"
        "Company Employee Range,Company Industry,Company Location,Company LinkedIn URL,"
        "LinkedIn URL,Sales Nav URL,Location,Years in Position,Years in Company,"
        "Matches Filters,No Match Reasons",
        {
            LeadField.EMAIL: "Email",
            LeadField.FIRST_NAME: "First Name",
            LeadField.LAST_NAME: "Last Name",
            LeadField.COMPANY_NAME: "Company Name",
            LeadField.JOB_TITLE: "Prospect Position",
            LeadField.WEBSITE: "Company Website",
        },
    ),
    Export(
        "Evaboot with headquarters",
        "Matches Filters,No Match Reasons,First Name,Last Name,Email,Email Status,"
        "Current Job,Company Name,Company Domain,Prospect LinkedIn URL,Prospect Location,"
        "Prospect City,Prospect Country,Company Website,Company HQ Country,Company Industry,"
        "Company Headcount",
        {
            LeadField.EMAIL: "Email",
            LeadField.FIRST_NAME: "First Name",
            LeadField.LAST_NAME: "Last Name",
            LeadField.COMPANY_NAME: "Company Name",
            LeadField.JOB_TITLE: "Current Job",
            LeadField.WEBSITE: "Company Website",
        },
        country="Prospect Country",
    ),
    Export(
        "Wiza",
        "full_name,first_name,last_name,title,location,linkedin,email,email_type,"
        "email_status,phone_number1,phone_number2,phone_number3,company,domain,"
        "company_domain,company_industry,company_subindustry,company_size,company_size_range,"
        "company_founded,company_revenue,company_funding,company_type,company_linkedin,"
        "company_twitter,company_facebook,company_description,company_last_funding_round,"
        "company_last_funding_amount,company_last_funding_at,company_location,company_street,"
        "company_locality,company_region,company_country,company_postal_code,"
        "other_work_emails,personal_email,other_personal_emails,list_name",
        {
            LeadField.EMAIL: "email",
            LeadField.FIRST_NAME: "first_name",
            LeadField.LAST_NAME: "last_name",
            LeadField.COMPANY_NAME: "company",
            LeadField.JOB_TITLE: "title",
            LeadField.WEBSITE: "company_domain",
            LeadField.PHONE: "phone_number1",
        },
        country="company_country",
    ),
    Export(
        "PhantomBuster",
        "profileUrl,fullName,firstName,lastName,companyName,title,companyId,companyUrl,"
        "regularCompanyUrl,summary,titleDescription,industry,companyLocation,location,"
        "durationInRole,durationInCompany,pastExperienceCompanyName,pastExperienceCompanyUrl,"
        "pastExperienceCompanyTitle,connectionDegree,profileImageUrl,sharedConnectionsCount,"
        "name,vmid,linkedInProfileUrl,isPremium,isOpenLink,query,timestamp,defaultProfileUrl,"
        "email,emailStatus",
        {
            LeadField.EMAIL: "email",
            LeadField.FIRST_NAME: "firstName",
            LeadField.LAST_NAME: "lastName",
            LeadField.COMPANY_NAME: "companyName",
            LeadField.JOB_TITLE: "title",
        },
        profiles=(7, 8),
    ),
    Export(
        "PhantomBuster with addresses",
        "linkedinProfileUrl,linkedinHeadline,firstName,lastName,companyName,linkedinJobTitle,"
        "companyWebsite,companyIndustry,location,professionalEmail,phoneNumber,"
        "linkedinJobLocation",
        {
            LeadField.EMAIL: "professionalEmail",
            LeadField.FIRST_NAME: "firstName",
            LeadField.LAST_NAME: "lastName",
            LeadField.COMPANY_NAME: "companyName",
            LeadField.JOB_TITLE: "linkedinJobTitle",
            LeadField.WEBSITE: "companyWebsite",
            LeadField.PHONE: "phoneNumber",
        },
    ),
    Export(
        "Surfe",
        "First Name,Last Name,Job Title,Company Name,Company Domain,Work Email,Email Status,"
        "Mobile Phone,LinkedIn URL,Country,City,Seniority,Department,Company Industry,"
        "Company Headcount,Company Country,Company LinkedIn URL",
        {
            LeadField.EMAIL: "Work Email",
            LeadField.FIRST_NAME: "First Name",
            LeadField.LAST_NAME: "Last Name",
            LeadField.COMPANY_NAME: "Company Name",
            LeadField.JOB_TITLE: "Job Title",
            LeadField.WEBSITE: "Company Domain",
            LeadField.PHONE: "Mobile Phone",
        },
        country="Country",
    ),
    Export(
        "HubSpot",
        "Record ID,First Name,Last Name,Email,Phone Number,Contact owner,Lead Status,"
        "Marketing contact status,Create Date,Associated Company,Associated Company IDs,"
        "Job Title,Company Name,Website URL,Country/Region,City,IP Country,"
        "Mobile Phone Number",
        {
            LeadField.EMAIL: "Email",
            LeadField.FIRST_NAME: "First Name",
            LeadField.LAST_NAME: "Last Name",
            LeadField.COMPANY_NAME: "Company Name",
            LeadField.JOB_TITLE: "Job Title",
            LeadField.WEBSITE: "Website URL",
            LeadField.PHONE: "Phone Number",
        },
        country="Country/Region",
    ),
    Export(
        "Clay",
        "Find people,First Name,Last Name,Full Name,Job Title,Location,Company Domain,"
        "LinkedIn Profile,Company Table Data,Company Name,Work Email,Find Work Email,"
        "Validate Email,Mobile Number,Personalization",
        {
            LeadField.EMAIL: "Work Email",
            LeadField.FIRST_NAME: "First Name",
            LeadField.LAST_NAME: "Last Name",
            LeadField.COMPANY_NAME: "Company Name",
            LeadField.JOB_TITLE: "Job Title",
            LeadField.WEBSITE: "Company Domain",
            LeadField.PHONE: "Mobile Number",
            LeadField.PERSONALIZATION: "Personalization",
        },
    ),
    Export(
        "Hunter leads",
        "Email address,Domain name,Organization,Confidence score,Type,Number of sources,"
        "Pattern,First name,Last name,Department,Position,Twitter handle,LinkedIn URL,"
        "Phone number,Company type,Industry,Country,Verification status",
        {
            LeadField.EMAIL: "Email address",
            LeadField.FIRST_NAME: "First name",
            LeadField.LAST_NAME: "Last name",
            LeadField.COMPANY_NAME: "Organization",
            LeadField.JOB_TITLE: "Position",
            LeadField.WEBSITE: "Domain name",
            LeadField.PHONE: "Phone number",
        },
        country="Country",
    ),
    Export(
        "Hunter domain search",
        "Domain name,Email address,Type,Number of sources,Confidence score,First name,"
        "Last name,Department,Position,Twitter handle,LinkedIn URL,Phone number",
        {
            LeadField.EMAIL: "Email address",
            LeadField.FIRST_NAME: "First name",
            LeadField.LAST_NAME: "Last name",
            LeadField.JOB_TITLE: "Position",
            LeadField.WEBSITE: "Domain name",
            LeadField.PHONE: "Phone number",
        },
    ),
    Export(
        "Instantly",
        "Email,First Name,Last Name,Company Name,Phone,Website,Personalization,Job Title,"
        "Location,Lead Status,LinkedIn,Status",
        {
            LeadField.EMAIL: "Email",
            LeadField.FIRST_NAME: "First Name",
            LeadField.LAST_NAME: "Last Name",
            LeadField.COMPANY_NAME: "Company Name",
            LeadField.JOB_TITLE: "Job Title",
            LeadField.WEBSITE: "Website",
            LeadField.PHONE: "Phone",
            LeadField.PERSONALIZATION: "Personalization",
        },
    ),
    Export(
        "Instantly SuperSearch",
        "First Name,Last Name,Job Title,Location,LinkedIn,Company Name,Company Domain,Email,"
        "Email Verification Status,Lead Country,Company Country",
        {
            LeadField.EMAIL: "Email",
            LeadField.FIRST_NAME: "First Name",
            LeadField.LAST_NAME: "Last Name",
            LeadField.COMPANY_NAME: "Company Name",
            LeadField.JOB_TITLE: "Job Title",
            LeadField.WEBSITE: "Company Domain",
        },
        country="Lead Country",
    ),
    Export(
        "Google Contacts until 2023",
        "Name,Given Name,Additional Name,Family Name,Yomi Name,Name Prefix,Name Suffix,"
        "Nickname,Birthday,Location,Occupation,Notes,Group Membership,E-mail 1 - Type,"
        "E-mail 1 - Value,E-mail 2 - Type,E-mail 2 - Value,Phone 1 - Type,Phone 1 - Value,"
        "Address 1 - Country,Organization 1 - Type,Organization 1 - Name,"
        "Organization 1 - Title,Website 1 - Type,Website 1 - Value",
        {
            LeadField.EMAIL: "E-mail 1 - Value",
            LeadField.FIRST_NAME: "Given Name",
            LeadField.LAST_NAME: "Family Name",
            LeadField.COMPANY_NAME: "Organization 1 - Name",
            LeadField.JOB_TITLE: "Organization 1 - Title",
            LeadField.WEBSITE: "Website 1 - Value",
            LeadField.PHONE: "Phone 1 - Value",
        },
        country="Address 1 - Country",
    ),
    Export(
        "Google Contacts",
        "First Name,Middle Name,Last Name,Phonetic First Name,Name Prefix,Nickname,File As,"
        "Organization Name,Organization Title,Organization Department,Birthday,Notes,Photo,"
        "Labels,E-mail 1 - Label,E-mail 1 - Value,Phone 1 - Label,Phone 1 - Value,"
        "Address 1 - Label,Address 1 - Country,Website 1 - Label,Website 1 - Value",
        {
            LeadField.EMAIL: "E-mail 1 - Value",
            LeadField.FIRST_NAME: "First Name",
            LeadField.LAST_NAME: "Last Name",
            LeadField.COMPANY_NAME: "Organization Name",
            LeadField.JOB_TITLE: "Organization Title",
            LeadField.WEBSITE: "Website 1 - Value",
            LeadField.PHONE: "Phone 1 - Value",
        },
        country="Address 1 - Country",
    ),
    Export(
        "Lemlist",
        "email,firstName,lastName,companyName,jobTitle,phone,linkedinUrl,companyDomain,"
        "icebreaker,picture,timezone,contactOwner,state,status,lastState",
        {
            LeadField.EMAIL: "email",
            LeadField.FIRST_NAME: "firstName",
            LeadField.LAST_NAME: "lastName",
            LeadField.COMPANY_NAME: "companyName",
            LeadField.JOB_TITLE: "jobTitle",
            LeadField.WEBSITE: "companyDomain",
            LeadField.PHONE: "phone",
            LeadField.PERSONALIZATION: "icebreaker",
        },
    ),
    Export(
        "Snov.io",
        "First name,Last name,Full name,Email,Email status,Position,Company name,Company URL,"
        "Social URL,Company size,Industry,Country,Location,List,Source page",
        {
            LeadField.EMAIL: "Email",
            LeadField.FIRST_NAME: "First name",
            LeadField.LAST_NAME: "Last name",
            LeadField.COMPANY_NAME: "Company name",
            LeadField.JOB_TITLE: "Position",
            LeadField.WEBSITE: "Company URL",
        },
        country="Country",
    ),
    Export(
        "ZoomInfo",
        "ZoomInfo Contact ID,Last Name,First Name,Middle Name,Salutation,Suffix,Job Title,"
        "Job Title Hierarchy Level,Management Level,Job Function,Department,"
        "Company Division Name,Direct Phone Number,Email Address,Email Domain,Mobile phone,"
        "Last Job Change Type,LinkedIn Contact Profile URL,Person Street,Person City,"
        "Person State,Person Zip Code,Country,ZoomInfo Company ID,Company Name,Website,"
        "Founded Year,Company HQ Phone,Fax,Ticker,Revenue (in 000s USD),Employees,"
        "Primary Industry,Company Street Address,Company City,Company State,Company Country,"
        "Full Address",
        {
            LeadField.EMAIL: "Email Address",
            LeadField.FIRST_NAME: "First Name",
            LeadField.LAST_NAME: "Last Name",
            LeadField.COMPANY_NAME: "Company Name",
            LeadField.JOB_TITLE: "Job Title",
            LeadField.WEBSITE: "Website",
            LeadField.PHONE: "Direct Phone Number",
        },
        country="Country",
    ),
    Export(
        "LinkedIn connections",
        "First Name,Last Name,URL,Email Address,Company,Position,Connected On",
        {
            LeadField.EMAIL: "Email Address",
            LeadField.FIRST_NAME: "First Name",
            LeadField.LAST_NAME: "Last Name",
            LeadField.COMPANY_NAME: "Company",
            LeadField.JOB_TITLE: "Position",
        },
    ),
    Export(
        "Lusha",
        "First Name,Last Name,Company Name,Company Domain,Job Title,Department,Seniority,"
        "Work Email,Direct Email,Private Email,Phone 1,Phone 1 Type,Contact Country,"
        "Company Country,LinkedIn URL",
        {
            LeadField.EMAIL: "Work Email",
            LeadField.FIRST_NAME: "First Name",
            LeadField.LAST_NAME: "Last Name",
            LeadField.COMPANY_NAME: "Company Name",
            LeadField.JOB_TITLE: "Job Title",
            LeadField.WEBSITE: "Company Domain",
            LeadField.PHONE: "Phone 1",
        },
        country="Contact Country",
    ),
)
